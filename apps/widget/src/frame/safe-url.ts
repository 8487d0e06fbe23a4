// Decides which addresses may become links and pictures. Everything that comes from the network passes through here.

/** An absolute http(s) address, or `null`. A path belongs to the server at `base`. */
export const safeUrl = (address: string | null | undefined, base: string): string | null => {
  if (!address) return null;
  try {
    const url = new URL(address, `${base}/`);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
};
