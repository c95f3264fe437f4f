package io.github.cicdmonitor.cli;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A log as people keep it: plain, gzip, or the archive that GitHub hands out for a run, which holds
 * each job's log at its root ({@code 0_build.txt}) and each step's in a folder of the job. What it is
 * shows in its first bytes, not in its name.
 */
final class PackedLog {
  private static final int MAGIC = 4;
  private static final long MOST_BYTES = 4L << 30;

  private PackedLog() {}

  /** @throws IOException also where an archive holds no log */
  static InputStream open(Path file) throws IOException {
    if (startsWith(file, 'P', 'K', 3, 4)) {
      return ofArchive(file);
    }
    return unpacked(Files.newInputStream(file));
  }

  /** Plain or gzip, as standard input has it; an archive cannot be read from its beginning on. */
  static InputStream unpacked(InputStream raw) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw);
    in.mark(MAGIC);
    byte[] first = in.readNBytes(MAGIC);
    in.reset();
    if (is(first, 'P', 'K', 3, 4)) {
      throw new IOException("it is a zip archive, which is read from a file only");
    }
    return is(first, 0x1f, 0x8b) ? new Bounded(new GZIPInputStream(in)) : in;
  }

  private static InputStream ofArchive(Path file) throws IOException {
    ZipFile archive = new ZipFile(file.toFile());
    try {
      List<InputStream> logs = new ArrayList<>();
      for (ZipEntry entry : logs(archive)) {
        logs.add(archive.getInputStream(entry));
      }
      if (logs.isEmpty()) {
        throw new IOException("the archive holds no log (*.txt)");
      }
      return new Bounded(new SequenceInputStream(Collections.enumeration(logs)) {
        @Override
        public void close() throws IOException {
          archive.close();
        }
      });
    } catch (IOException e) {
      archive.close();
      throw e;
    }
  }

  /** The jobs' logs, else the steps', in the order of the run. */
  private static List<? extends ZipEntry> logs(ZipFile archive) {
    List<? extends ZipEntry> all = archive.stream()
        .filter(entry -> !entry.isDirectory() && entry.getName().endsWith(".txt"))
        .sorted(Comparator.comparing((ZipEntry entry) -> folder(entry.getName()))
            .thenComparingLong(entry -> number(entry.getName()))
            .thenComparing(ZipEntry::getName))
        .toList();
    List<? extends ZipEntry> jobs =
        all.stream().filter(entry -> folder(entry.getName()).isEmpty()).toList();
    return jobs.isEmpty() ? all : jobs;
  }

  private static String folder(String name) {
    return name.substring(0, name.lastIndexOf('/') + 1);
  }

  private static long number(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    int end = 0;
    while (end < file.length() && end < 9 && Character.isDigit(file.charAt(end))) {
      end++;
    }
    return end == 0 ? Long.MAX_VALUE : Long.parseLong(file.substring(0, end));
  }

  private static boolean startsWith(Path file, int... magic) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return is(in.readNBytes(MAGIC), magic);
    }
  }

  private static boolean is(byte[] first, int... magic) {
    if (first.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((first[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** What unpacks without end is refused. */
  private static final class Bounded extends FilterInputStream {
    private long left = MOST_BYTES;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int n = super.read(into, from, length);
      count(Math.max(0, n));
      return n;
    }

    private void count(int n) throws IOException {
      left -= n;
      if (left < 0) {
        throw new IOException("it unpacks to more than 4 GiB");
      }
    }
  }
}
