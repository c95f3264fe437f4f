package io.github.cicdmonitor.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.cicdmonitor.error.MonitorException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputFileTest {
  @TempDir
  Path folder;

  @Test
  void a_new_file_holds_the_whole_text_and_is_private() throws IOException {
    Path file = folder.resolve("report.html");

    OutputFile.write(file, "Prüfung\n");

    assertThat(file).content().isEqualTo("Prüfung\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(names()).containsExactly("report.html");
  }

  @Test
  void a_replaced_file_keeps_the_mode_somebody_gave_it() throws IOException {
    Path file =
        Files.writeString(folder.resolve("cicd.prom"), "a much longer text than the new one");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    OutputFile.write(file, "new\n");

    assertThat(file).content().isEqualTo("new\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
  }

  @Test
  void a_link_stays_a_link() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);

    OutputFile.write(link, "new");

    assertThat(link).isSymbolicLink();
    assertThat(target).content().isEqualTo("new");
  }

  @Test
  void a_folder_or_a_place_in_no_folder_is_a_mistake_of_usage() {
    for (Path bad : new Path[] {folder, folder.resolve("no/such/report.txt")}) {
      MonitorException e =
          catchThrowableOfType(MonitorException.class, () -> OutputFile.write(bad, "x"));

      assertThat(e.kind()).isEqualTo(MonitorException.Kind.USAGE);
      assertThat(e.explanation().line()).contains(bad.toString());
    }
  }

  @Test
  void a_folder_that_takes_no_file_is_a_mistake_of_usage() {
    Path proc = Path.of("/proc/self");
    Assumptions.assumeTrue(Files.isDirectory(proc));

    MonitorException e = catchThrowableOfType(
        MonitorException.class, () -> OutputFile.write(proc.resolve("report.txt"), "x"));

    assertThat(e.kind()).isEqualTo(MonitorException.Kind.USAGE);
  }

  @Test
  void a_full_disk_is_told_as_one() {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full));

    // Not by write(): were that broken, root would lose a device to this test.
    MonitorException e = catchThrowableOfType(
        MonitorException.class, () -> OutputFile.writeThrough(full, new byte[] {'x'}));

    assertThat(e.kind()).isEqualTo(MonitorException.Kind.STATE);
  }

  @Test
  void what_is_no_regular_file_is_never_replaced() throws IOException {
    Path socket = folder.resolve("socket");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));

      MonitorException e =
          catchThrowableOfType(MonitorException.class, () -> OutputFile.write(socket, "x"));

      assertThat(e.kind()).isEqualTo(MonitorException.Kind.STATE);
      assertThat(Files.isRegularFile(socket)).isFalse();
      assertThat(names()).containsExactly("socket");
    }
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }
}
