import { quoted } from '../../../port/shown.ts';
import { type DumpedArray, MAX_DUMP_BYTES, WRITE_TEXT } from './dumpedArray.ts';
import { readNpy } from './npy.ts';

/** First bytes of zip archives, which .npz files are. */
export const ZIP_MAGIC = [0x50, 0x4b, 0x03, 0x04] as const;

/** Records of a zip archive: their signatures, and offsets in them (PKWARE's APPNOTE 6.3, sections 4.3.7 to 4.3.16). */
const END = { signature: 0x06054b50, length: 22, entries: 10, directoryAt: 16, longestComment: 0xffff } as const;
const ENTRY = {
  signature: 0x02014b50,
  length: 46,
  method: 10,
  compressed: 20,
  nameLength: 28,
  extraLength: 30,
  commentLength: 32,
  localAt: 42,
} as const;
const LOCAL = { length: 30, nameLength: 26, extraLength: 28 } as const;
const STORED = 0;
const DEFLATED = 8;

/** Characters of a name that a message shows. */
const SHOWN = 40;

const NPY = /\.npy$/;
/** What PyTorch's archives have in them. */
const PICKLE = /\/data\.pkl$/;
const CHECKPOINT =
  "params: the file is a PyTorch checkpoint, which is not read; save it with safetensors.torch.save_file(model.state_dict(), 'params.safetensors') (parameters.1)";
const CORRUPT = 'params: the .npz file is cut off or corrupt; save it again with np.savez (parameters.5)';

/**
 * Reads the arrays that numpy's `savez` or `savez_compressed` put together.
 *
 * @param bytes - the file; it begins with ZIP_MAGIC
 * @param withIntegers - whether integers are read too
 * @throws RangeError where it is no such archive, or unpacks to more than MAX_DUMP_BYTES
 */
export async function readNpz(bytes: Uint8Array, withIntegers = false): Promise<DumpedArray[]> {
  try {
    const arrays: DumpedArray[] = [];
    for await (const { name, content } of membersOf(bytes)) {
      arrays.push(...readNpy(content, name.replace(NPY, ''), withIntegers));
    }
    return arrays;
  } catch (error) {
    if (error instanceof RangeError && error.message.startsWith('params: ')) throw error;
    throw new RangeError(CORRUPT); // DataView beyond the end, or what inflates
  }
}

async function* membersOf(bytes: Uint8Array): AsyncGenerator<{ readonly name: string; readonly content: Uint8Array }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  let entry = view.getUint32(end + END.directoryAt, true);
  let room = MAX_DUMP_BYTES;
  for (let left = view.getUint16(end + END.entries, true); left > 0; left--) {
    if (view.getUint32(entry, true) !== ENTRY.signature) throw new RangeError(CORRUPT);
    const nameEnd = entry + ENTRY.length + view.getUint16(entry + ENTRY.nameLength, true);
    const name = new TextDecoder().decode(bytes.subarray(entry + ENTRY.length, nameEnd));
    if (PICKLE.test(name)) throw new RangeError(CHECKPOINT);
    if (!NPY.test(name)) {
      throw new RangeError(`params: a zip archive with ${quoted(name, SHOWN)} is no .npz file; ${WRITE_TEXT}`);
    }
    const content = await contentOf(bytes, view, entry, room);
    room -= content.length;
    yield { name, content };
    entry =
      nameEnd + view.getUint16(entry + ENTRY.extraLength, true) + view.getUint16(entry + ENTRY.commentLength, true);
  }
}

function endOf(view: DataView): number {
  const last = view.byteLength - END.length;
  for (let at = last; at >= Math.max(0, last - END.longestComment); at--) {
    if (view.getUint32(at, true) === END.signature) return at;
  }
  throw new RangeError(CORRUPT);
}

async function contentOf(bytes: Uint8Array, view: DataView, entry: number, room: number): Promise<Uint8Array> {
  const method = view.getUint16(entry + ENTRY.method, true);
  const local = view.getUint32(entry + ENTRY.localAt, true);
  const names = view.getUint16(local + LOCAL.nameLength, true) + view.getUint16(local + LOCAL.extraLength, true);
  const start = local + LOCAL.length + names;
  const packed = bytes.subarray(start, start + view.getUint32(entry + ENTRY.compressed, true));
  if (method === STORED && packed.length <= room) return packed;
  if (method === DEFLATED) return inflated(packed, room);
  throw new RangeError(CORRUPT);
}

/** Unpacks by the Compression Streams that browsers and Node share; throws where it takes more bytes than there is room. */
async function inflated(packed: Uint8Array, room: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))) {
    length += part.length;
    if (length > room) throw new RangeError(CORRUPT);
    parts.push(part);
  }
  const content = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    content.set(part, at);
    at += part.length;
  }
  return content;
}
