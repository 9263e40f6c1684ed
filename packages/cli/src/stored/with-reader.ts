import { createReadingCodec } from "@stepspan/engine/reading";
import { type SqliteReader, sqliteReader } from "@stepspan/sqlite";

/**
 * Looks into a store, which other processes may write to meanwhile. Instances of classes are read as what stands for them.
 *
 * @throws StoreError if it cannot be opened
 */
export async function withReader<Value>(path: string, look: (reader: SqliteReader) => Promise<Value>): Promise<Value> {
  const reader = sqliteReader(path, { codec: createReadingCodec() });
  try {
    return await look(reader);
  } finally {
    reader.close();
  }
}
