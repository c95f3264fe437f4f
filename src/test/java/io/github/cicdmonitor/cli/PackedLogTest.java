package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PackedLogTest {
  @TempDir
  Path folder;

  @Test
  void a_plain_log_is_read_as_it_is_also_an_empty_one() throws IOException {
    assertThat(read(file("a.log", bytes("one\ntwo\n")))).isEqualTo("one\ntwo\n");
    assertThat(read(file("empty.log", new byte[0]))).isEmpty();
  }

  @Test
  void gzip_is_known_by_its_bytes_whatever_its_name() throws IOException {
    byte[] packed = gzip("error: x\n");
    assertThat(read(file("a.log", packed))).isEqualTo("error: x\n");
    try (InputStream in = PackedLog.unpacked(new ByteArrayInputStream(packed))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("error: x\n");
    }
  }

  @Test
  void of_an_archive_the_jobs_are_read_in_their_order_and_not_twice_by_their_steps()
      throws IOException {
    Path archive =
        zip("10_last.txt", "last\n", "2_test.txt", "test\n", "test/1_Set up.txt", "step\n");
    assertThat(read(archive)).isEqualTo("test\nlast\n");
  }

  @Test
  void an_archive_of_steps_alone_is_read_step_by_step() throws IOException {
    Path archive = zip("build/10_c.txt", "c\n", "build/2_b.txt", "b\n", "notes.md", "no\n");
    assertThat(read(archive)).isEqualTo("b\nc\n");
  }

  @Test
  void what_holds_no_log_or_is_broken_is_refused_with_a_reason() throws IOException {
    Path none = zip("readme.md", "x");
    assertThatThrownBy(() -> PackedLog.open(none))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no log");
    byte[] archive = Files.readAllBytes(none);
    assertThatThrownBy(() -> PackedLog.unpacked(new ByteArrayInputStream(archive)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("from a file only");
    Path cut = file("cut.gz", java.util.Arrays.copyOf(gzip("x".repeat(5_000)), 20));
    assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
  }

  private String read(Path file) throws IOException {
    try (InputStream in = PackedLog.open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private Path zip(String... namesAndTexts) throws IOException {
    Path archive = folder.resolve("logs.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        out.putNextEntry(new ZipEntry(namesAndTexts[i]));
        out.write(bytes(namesAndTexts[i + 1]));
      }
    }
    return archive;
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes(text));
    }
    return out.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
