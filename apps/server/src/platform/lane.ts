// Which lane a key is in: work is parted by lanes, and what concerns one key stays in one, in its order. The log's rows, its readers and group commit part alike.

/** Into so many lanes the log and each reader's work of it are parted. Another number needs cursors made anew. */
export const laneCount = 4;

/**
 * The lane of a key (an id, whose last characters are chance), 0 to `lanes` − 1. Where one number of lanes divides another, a lane of the smaller holds whole lanes of the
 * larger: a transaction of group commit meets half of the log's lanes.
 */
export const laneOf = (key: string, lanes: number = laneCount): number => {
  let hash = 0;
  for (let i = Math.max(0, key.length - 8); i < key.length; i++) hash = (hash * 31 + key.charCodeAt(i)) | 0;
  return (hash >>> 0) % lanes;
};
