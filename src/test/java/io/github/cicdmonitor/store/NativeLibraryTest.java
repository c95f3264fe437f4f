package io.github.cicdmonitor.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;
import org.sqlite.util.LibraryLoaderUtil;

/** SQLite's library is unpacked once, whoever else does so at the same time. */
final class NativeLibraryTest {
  private static final URL PACKED = JDBC.class.getResource(
      LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName());

  @TempDir
  private Path folder;

  private static List<Path> in(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void it_is_unpacked_whole_and_used_again() throws IOException {
    Path library = NativeLibrary.unpacked(PACKED, folder.resolve("native")).orElseThrow();
    Files.setLastModifiedTime(library, FileTime.from(Instant.EPOCH));

    assertThat(NativeLibrary.unpacked(PACKED, folder.resolve("native"))).contains(library);

    assertThat(library).hasBinaryContent(PACKED.openStream().readAllBytes());
    assertThat(Files.getLastModifiedTime(library)).isEqualTo(FileTime.from(Instant.EPOCH));
    assertThat(in(library.getParent())).containsExactly(library);
  }

  @Test
  void one_that_is_cut_off_or_that_others_may_change_is_replaced() throws IOException {
    Path library = NativeLibrary.unpacked(PACKED, folder).orElseThrow();
    Files.write(library, new byte[100]);
    assertThat(NativeLibrary.unpacked(PACKED, folder)).contains(library);
    assertThat(library).hasBinaryContent(PACKED.openStream().readAllBytes());

    Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(NativeLibrary.unpacked(PACKED, folder)).contains(library);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(library)))
        .isEqualTo("rwx------");
  }

  @Test
  void an_installed_one_is_loaded_where_nobody_else_may_change_it() throws IOException {
    Path library = NativeLibrary.unpacked(PACKED, folder).orElseThrow();
    String name = library.getFileName().toString();

    // Only looked at: of two copies in one process, each would get a part of the calls.
    assertThat(NativeLibrary.installed(folder.toString(), name)).contains(library);
    assertThat(NativeLibrary.installed("", "")).isEmpty();
    assertThat(NativeLibrary.installed(folder.toString(), "gone.so")).isEmpty();

    Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rwxrwxr-x"));
    assertThat(NativeLibrary.installed(folder.toString(), name)).isEmpty();
  }

  @Test
  void that_of_an_earlier_version_goes() throws IOException {
    Files.write(folder.resolve("libsqlitejdbc-3.1.0.0.so"), new byte[10]);

    Path library = NativeLibrary.unpacked(PACKED, folder).orElseThrow();

    assertThat(in(folder)).containsExactly(library);
  }

  @Test
  void a_folder_that_takes_none_is_passed_over() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");

    assertThat(NativeLibrary.unpacked(PACKED, file)).isEqualTo(Optional.empty());
  }

  @Test
  void many_at_once_get_the_same_whole_file() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Optional<Path>>> tasks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        tasks.add(() -> NativeLibrary.unpacked(PACKED, folder));
      }
      for (Future<Optional<Path>> result : threads.invokeAll(tasks)) {
        assertThat(result.get()).isPresent();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(in(folder)).hasSize(1);
  }

  @Test
  void processes_that_start_together_leave_nothing_in_the_temporary_folder() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    CliConfig.write(folder);
    List<Process> started = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ProcessBuilder builder = new ProcessBuilder(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-Djava.io.tmpdir=" + temporary,
          "-Xshare:auto",
          "-XX:TieredStopAtLevel=1",
          "-cp",
          classPath(),
          "io.github.cicdmonitor.Main",
          "scan",
          "--database",
          "sqlite:///state" + i + ".db");
      builder.directory(folder.toFile()).redirectErrorStream(true);
      builder.redirectOutput(folder.resolve("out" + i).toFile());
      started.add(builder.start());
    }
    for (int i = 0; i < started.size(); i++) {
      assertThat(started.get(i).waitFor())
          .as(Files.readString(folder.resolve("out" + i)))
          .isZero();
    }
    assertThat(in(temporary)).isEmpty();
  }

  /** A configuration that watches nothing, so that nobody is asked. */
  private static final class CliConfig {
    static void write(Path folder) throws IOException {
      Files.writeString(folder.resolve("config.json"), """
          {"risk_threshold":5,"protected_repositories":[],"approval_timeout_hours":24,
          "polling_interval_minutes":5,"repositories":[]}""");
    }
  }

  private static String classPath() {
    return NativeLibrary.class.getClassLoader() instanceof URLClassLoader loader
        ? Arrays.stream(loader.getURLs())
            .map(url -> new File(url.getPath()).toString())
            .collect(Collectors.joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }
}
