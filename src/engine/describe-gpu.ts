/** A graphics adapter as the browser describes it. */
export interface GpuDescription {
  name: string;
  /** Whether it is a processor in disguise: far slower than plain wasm. */
  software: boolean;
}

/** Names of software renderers. */
const softwareNames =
  /swiftshader|llvmpipe|softpipe|lavapipe|microsoft basic render|software rasterizer|warp/i;

/** Tells whether an adapter's name is that of a software renderer. */
export function isSoftwareName(name: string): boolean {
  return softwareNames.test(name);
}

/** Describes the adapter behind WebGL; `null` where there is no WebGL 2 (as in Node). */
export function describeWebgl(): GpuDescription | null {
  if (typeof OffscreenCanvas === 'undefined') return null;
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return null;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  // Browsers keep few contexts alive; this one has said all it had to say.
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return { name, software: isSoftwareName(name) };
}

/** The part of WebGPU that TypeScript's libraries do not describe yet. */
interface Gpu {
  requestAdapter(): Promise<{ isFallbackAdapter?: boolean; info?: Partial<GpuInfo> } | null>;
}
interface GpuInfo {
  vendor: string;
  architecture: string;
  description: string;
  isFallbackAdapter: boolean;
}

/** Describes the adapter behind WebGPU; `null` where there is none. */
export async function describeWebgpu(): Promise<GpuDescription | null> {
  const gpu = 'gpu' in navigator ? (navigator.gpu as Gpu | undefined) : undefined;
  const adapter = await gpu?.requestAdapter();
  if (!adapter) return null;
  const { vendor = '', architecture = '', description = '' } = adapter.info ?? {};
  const name = [vendor, architecture, description].filter(Boolean).join(' ') || 'unnamed adapter';
  const fallback = adapter.isFallbackAdapter ?? adapter.info?.isFallbackAdapter ?? false;
  return { name, software: fallback || isSoftwareName(name) };
}
