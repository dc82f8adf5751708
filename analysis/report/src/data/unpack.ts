import type { Packed, PackedLevels } from "./contract";

/** Numbers with their axes; NaN: missing. */
export interface Table {
  shape: number[];
  values: Float32Array;
}

const unpacked = new WeakMap<Packed, Table>();

/** Unpacks once, and keeps what it made. */
export function unpack(packed: Packed): Table {
  let table = unpacked.get(packed);
  if (!table) {
    table = { shape: packed.shape, values: packed.type === "f32" ? floats(bytes_of(packed.data)) : levels(packed) };
    unpacked.set(packed, table);
  }
  return table;
}

/** One row of [row, time], or of a quantile of [quantile, row, time]. */
export function row_of(packed: Packed, row: number, quantile = 0): Float32Array {
  const { shape, values } = unpack(packed);
  const length = shape[shape.length - 1];
  const rows = shape[shape.length - 2];
  const begin = (quantile * rows + row) * length;
  return values.subarray(begin, begin + length);
}

export function bytes_of(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; ++i) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function floats(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer);
  const values = new Float32Array(bytes.length / 4);
  for (let i = 0; i < values.length; ++i) values[i] = view.getFloat32(4 * i, true);
  return values;
}

function levels(packed: PackedLevels): Float32Array {
  const bytes = bytes_of(packed.data);
  const count = bytes.length / 2;
  const length = packed.shape[packed.shape.length - 1];
  const scale = (packed.high - packed.low) / 65534;
  const values = new Float32Array(count);
  let level = 0;
  for (let i = 0; i < count; ++i) {
    const stored = bytes[i] | (bytes[count + i] << 8);
    level = i % length === 0 ? stored : (level + stored) & 65535;
    values[i] = level === 65535 ? NaN : packed.low + level * scale;
  }
  return values;
}
