package io.github.cicdmonitor.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.cicdmonitor.sandbox.ZipWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ZipArchiveTest {
  private static final ZipLimits LIMITS = ZipLimits.DEFAULT;

  @TempDir
  private Path folder;

  private Path into;

  @BeforeEach
  void anEmptyFolder() throws IOException {
    into = Files.createDirectories(folder.resolve("outer/into"));
  }

  private void unpack(byte[] zip, ZipLimits limits) throws IOException, ZipArchive.Refused {
    Path file = folder.resolve("archive.zip");
    Files.write(file, zip);
    new ZipArchive(file, limits).unpack(into);
  }

  private String refusal(byte[] zip) {
    return refusal(zip, LIMITS);
  }

  private String refusal(byte[] zip, ZipLimits limits) {
    Throwable thrown = catchThrowable(() -> unpack(zip, limits));
    assertThat(thrown).isInstanceOf(ZipArchive.Refused.class);
    return ((ZipArchive.Refused) thrown).reason();
  }

  private long files() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("outer"))) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void files_folders_and_executable_bits_come_out_below_the_root_folder() throws Exception {
    byte[] large = new byte[300_000];
    new Random(7).nextBytes(large);
    unpack(
        new ZipWriter()
            .folder("shop-1/")
            .file("shop-1/a.txt", "one\n")
            .folder("shop-1/empty/")
            .file("shop-1/deep/er/run.sh", 0100755, "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8))
            .file("shop-1/large.bin", 0100644, large)
            .file("shop-1/\u00e9", "")
            .bytes(),
        LIMITS);

    assertThat(into.resolve("a.txt")).hasContent("one\n");
    assertThat(into.resolve("empty")).isEmptyDirectory();
    assertThat(Files.readAllBytes(into.resolve("large.bin"))).isEqualTo(large);
    assertThat(mode("deep/er/run.sh")).isEqualTo("rwx------");
    assertThat(mode("a.txt")).isEqualTo("rw-------");
    assertThat(mode("deep")).isEqualTo("rwx------");
    assertThat(files()).isEqualTo(4);
  }

  private String mode(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(into.resolve(path)));
  }

  @Test
  void a_link_is_not_created() throws Exception {
    unpack(
        new ZipWriter()
            .file("r/link", 0120000, "/etc/passwd".getBytes(StandardCharsets.UTF_8))
            .file("r/b", "b")
            .bytes(),
        LIMITS);

    assertThat(Files.exists(into.resolve("link"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(into.resolve("b")).hasContent("b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "r/../x",
        "r/../../x",
        "r/a/../b",
        "r/./x",
        "r//x",
        "r//etc/x",
        "/etc/x",
        "../x",
        "..",
        "r/.git/config",
        "r/a/.GIT/hooks/x",
        "r/.git",
        "r/git~1/x",
        "r/.git /x",
        "r/.git./x",
        "r/a\\b",
        "r\\..\\x",
        "r/a\nb",
        "r/a\u0000b",
        "r/a\u001bb",
        "plain",
        "r/../",
        "r/.git/"
      })
  void a_path_that_escapes_or_hides_refuses_the_whole_archive(String name) throws IOException {
    byte[] zip = new ZipWriter().file("r/first", "1").file(name, "2").bytes();

    assertThat(refusal(zip)).isNotEmpty();
    assertThat(files()).isZero();
  }

  @Test
  void one_name_twice_is_refused() throws IOException {
    assertThat(refusal(new ZipWriter().file("r/x", "1").file("r/x", "2").bytes()))
        .contains("twice");
    assertThat(refusal(new ZipWriter().folder("r/x/").file("r/x", "2").bytes())).contains("twice");
    assertThat(files()).isZero();
  }

  @Test
  void a_file_that_is_also_a_folder_is_refused() {
    assertThat(refusal(new ZipWriter().file("r/x", "1").file("r/x/y", "2").bytes()))
        .contains("one name");
  }

  @Test
  void two_roots_are_refused() {
    assertThat(refusal(new ZipWriter().file("r/x", "1").file("s/y", "2").bytes()))
        .contains("root");
  }

  @Test
  void devices_and_pipes_are_refused() {
    assertThat(refusal(new ZipWriter().file("r/p", 0010644, new byte[] {1}).bytes()))
        .contains("neither");
    assertThat(refusal(new ZipWriter().file("r/d", 0020644, new byte[] {1}).bytes()))
        .contains("neither");
  }

  @Test
  void too_many_files_and_too_many_bytes_are_refused_before_anything_is_written()
      throws IOException {
    ZipWriter many = new ZipWriter();
    for (int i = 0; i < 12; i++) {
      many.file("r/" + i, "x");
    }
    assertThat(refusal(many.bytes(), new ZipLimits(1 << 20, 10, 1 << 20, 100))).contains("10");
    byte[] zeros = new byte[1 << 20];
    assertThat(refusal(
            new ZipWriter()
                .file("r/a", 0100644, zeros)
                .file("r/b", 0100644, zeros)
                .bytes(),
            new ZipLimits(1 << 20, 10, (1 << 20) + 1, 100)))
        .contains("too much");
    assertThat(files()).isZero();
  }

  @Test
  void a_small_archive_of_much_is_a_bomb() throws IOException {
    byte[] zeros = new byte[20 << 20];

    assertThat(refusal(new ZipWriter().file("r/a", 0100644, zeros).bytes())).contains("too much");
    assertThat(files()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1_001, 5_000})
  void a_file_of_another_size_than_told_is_refused(int told) {
    byte[] zip = new ZipWriter().lying("r/a", new byte[1_000], told).bytes();

    assertThat(refusal(zip)).contains("whole");
  }

  @Test
  void what_is_no_archive_is_refused() {
    assertThat(refusal(new byte[0])).contains("whole");
    assertThat(refusal("<html>".getBytes(StandardCharsets.UTF_8))).contains("whole");
    assertThat(refusal(new byte[100_000])).contains("whole");
  }

  @Test
  void an_archive_with_any_bytes_changed_is_unpacked_or_refused_and_never_leaves_its_folder()
      throws IOException {
    byte[] zip = new ZipWriter()
        .folder("r/")
        .file("r/a.txt", "some text, some text")
        .file("r/b/c.sh", 0100755, "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8))
        .bytes();
    Random random = new Random(42);
    for (int i = 0; i < 500; i++) {
      byte[] changed =
          Arrays.copyOf(zip, random.nextInt(4) == 0 ? random.nextInt(zip.length) : zip.length);
      for (int flips = random.nextInt(4); changed.length > 0 && flips >= 0; flips--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      into = Files.createDirectories(folder.resolve("fuzz/" + i + "/into"));
      Throwable thrown = catchThrowable(() -> unpack(changed, LIMITS));
      if (thrown != null) {
        assertThat(thrown).isInstanceOf(ZipArchive.Refused.class);
      }
      try (Stream<Path> beside = Files.list(folder.resolve("fuzz/" + i))) {
        assertThat(beside).containsExactly(into);
      }
    }
  }
}
