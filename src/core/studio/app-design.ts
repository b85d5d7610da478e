/** The looks of an exported app. */
export interface AppDesign {
  /** Empty: the project's name. */
  name: string;
  /** Under the icon on a phone; empty: the name, cut short. */
  shortName: string;
  description: string;
  /** `#rrggbb`. */
  themeColour: string;
  backgroundColour: string;
  /** Letter or emoji drawn as the icon; empty: the first letter of the name. */
  iconText: string;
}

export const defaultAppDesign: AppDesign = {
  name: '',
  shortName: '',
  description: '',
  themeColour: '#17402f',
  backgroundColour: '#eef1e9',
  iconText: '',
};
