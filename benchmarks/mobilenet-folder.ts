export async function findMobilenet(): Promise<string | null> {
  return null;
}
