import { html, type TemplateResult } from 'lit';
import arrow from 'lucide-static/icons/arrow-right.svg?raw';
import camera from 'lucide-static/icons/camera.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import chevronLeft from 'lucide-static/icons/chevron-left.svg?raw';
import chevronRight from 'lucide-static/icons/chevron-right.svg?raw';
import compass from 'lucide-static/icons/compass.svg?raw';
import cpu from 'lucide-static/icons/cpu.svg?raw';
import file from 'lucide-static/icons/file-up.svg?raw';
import download from 'lucide-static/icons/download.svg?raw';
import folder from 'lucide-static/icons/folder-open.svg?raw';
import image from 'lucide-static/icons/image-plus.svg?raw';
import link from 'lucide-static/icons/link.svg?raw';
import layers from 'lucide-static/icons/layers.svg?raw';
import pencil from 'lucide-static/icons/pencil.svg?raw';
import pause from 'lucide-static/icons/pause.svg?raw';
import question from 'lucide-static/icons/circle-question-mark.svg?raw';
import play from 'lucide-static/icons/play.svg?raw';
import retry from 'lucide-static/icons/rotate-ccw.svg?raw';
import settings from 'lucide-static/icons/settings-2.svg?raw';
import shield from 'lucide-static/icons/shield-check.svg?raw';
import sliders from 'lucide-static/icons/sliders-horizontal.svg?raw';
import studio from 'lucide-static/icons/graduation-cap.svg?raw';
import stop from 'lucide-static/icons/square.svg?raw';
import switchCamera from 'lucide-static/icons/switch-camera.svg?raw';
import trash from 'lucide-static/icons/trash-2.svg?raw';
import alert from 'lucide-static/icons/triangle-alert.svg?raw';
import person from 'lucide-static/icons/user-round-search.svg?raw';
import offline from 'lucide-static/icons/wifi-off.svg?raw';
import close from 'lucide-static/icons/x.svg?raw';

const sources = {
  alert,
  arrow,
  camera,
  check,
  chevronLeft,
  chevronRight,
  close,
  compass,
  cpu,
  download,
  file,
  folder,
  image,
  layers,
  link,
  offline,
  pause,
  pencil,
  person,
  play,
  question,
  retry,
  settings,
  shield,
  sliders,
  stop,
  studio,
  switchCamera,
  trash,
};

/** The name of an icon (Lucide, ISC). */
export type IconName = keyof typeof sources;

/** An icon beside words; it is hidden from screen readers, because the words say it. */
export function icon(name: IconName): TemplateResult {
  return html(templateOf(name));
}

/**
 * One template an icon, made once: Lit then copies it like any other, where `unsafeSVG` would parse
 * anew for each place. The sources are part of the build; nothing from outside gets in this way.
 */
const templates = new Map<string, TemplateStringsArray>();

function templateOf(name: IconName): TemplateStringsArray {
  const known = templates.get(name);
  if (known) return known;
  const source = sources[name].replace(/<!--.*?-->/s, '');
  const text = source.replace('<svg', '<svg aria-hidden="true"');
  const template = Object.assign([text], { raw: [text] });
  templates.set(name, template);
  return template;
}
