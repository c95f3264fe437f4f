package io.github.cicdmonitor.github;

/**
 * How much of a repository is unpacked.
 *
 * @param archiveBytes of the archive itself
 * @param entries files and folders
 * @param bytes of all files unpacked
 * @param ratio unpacked to packed; a small archive may still make {@link #FREE_BYTES}
 */
record ZipLimits(long archiveBytes, int entries, long bytes, int ratio) {
  static final ZipLimits DEFAULT = new ZipLimits(512L << 20, 50_000, 1L << 30, 100);

  /** Any archive may make so many, whatever its own size. */
  static final long FREE_BYTES = 16L << 20;

  long bytesFrom(long packed) {
    return Math.min(bytes, Math.max(FREE_BYTES, packed * ratio));
  }
}
