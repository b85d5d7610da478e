import { crc32, deflateRawSync } from 'node:zlib';

/** A file to be packed by hand, so that its zip can lie. */
export interface ZipFile {
  name: string | Uint8Array;
  content?: Uint8Array | string;
  /** Deflate instead of storing. */
  packed?: boolean;
  /** Written in place of the truth, in the table of contents and in the file's own header. */
  claims?: { packed?: number; unpacked?: number; crc?: number; method?: number; flags?: number };
  /** Where the table of contents says that the file begins. */
  offset?: number;
  /** Unix mode. */
  mode?: number;
}

/** Makes a zip byte by byte, without any of the checks that a library has. */
export function makeZip(files: readonly ZipFile[]): Blob {
  const parts: Buffer[] = [];
  const table: Buffer[] = [];
  let at = 0;
  for (const file of files) {
    const { name, content = '', packed = false, claims = {}, mode = 0 } = file;
    const raw = Buffer.from(content);
    const data = packed ? deflateRawSync(raw) : raw;
    const nameBytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(claims.flags ?? 0x800, 2);
    common.writeUInt16LE(claims.method ?? (packed ? 8 : 0), 4);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(claims.crc ?? crc32(raw), 10);
    common.writeUInt32LE(claims.packed ?? data.length, 14);
    common.writeUInt32LE(claims.unpacked ?? raw.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const own = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, nameBytes, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(file.offset ?? at, 10);
    const mark = Buffer.from('PK\x01\x02\x14\x03', 'latin1');
    table.push(Buffer.concat([mark, common, tail, nameBytes]));
    parts.push(own);
    at += own.length;
  }
  const tableBytes = Buffer.concat(table);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(tableBytes.length, 12);
  end.writeUInt32LE(at, 16);
  return new Blob([new Uint8Array(Buffer.concat([...parts, tableBytes, end]))]);
}

/** Text as a file. */
export function blobOf(content: string | Uint8Array): Blob {
  return new Blob([typeof content === 'string' ? content : new Uint8Array(content)]);
}
