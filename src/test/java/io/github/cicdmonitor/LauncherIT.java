package io.github.cicdmonitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell launcher, mostly over stand-ins for Java that tell how they were called. */
class LauncherIT {
  private static final Path LAUNCHER = Path.of("scripts/cicd-monitor").toAbsolutePath();
  private static final String SYSTEM_PATH = "/usr/bin:/bin";
  private static final String TELLS_ITS_ARGUMENTS = "for a in \"$@\"; do echo \"[$a]\"; done\n";

  @TempDir
  Path folder;

  private Path bin;

  private record Result(int code, String out, String err) {}

  @BeforeEach
  void realPath() throws IOException {
    folder = folder.toRealPath();
    bin = Files.createDirectories(folder.resolve("installed/bin"));
    Files.createDirectories(folder.resolve("installed/lib/cicd-monitor"));
    Files.createFile(folder.resolve("installed/lib/cicd-monitor/cicd-monitor.jar"));
    Files.copy(LAUNCHER, bin.resolve("cicd-monitor"));
    executable(bin.resolve("cicd-monitor"));
  }

  @Test
  void the_built_program_starts_from_any_directory_and_through_symbolic_links() throws Exception {
    Path first = Files.createSymbolicLink(folder.resolve("first"), LAUNCHER);
    Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("first"));
    Map<String, String> cron = Map.of("PATH", SYSTEM_PATH, "JAVA_HOME", realJava());

    for (Path each : List.of(LAUNCHER, first, second)) {
      Result result = run(cron, each.toString(), "--version");

      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.out()).isNotBlank();
      assertThat(result.err()).isEmpty();
    }
  }

  @Test
  void every_argument_arrives_as_it_was_given() throws Exception {
    String home = java("home", "21.0.2", TELLS_ITS_ARGUMENTS);

    Result result = run(Map.of("JAVA_HOME", home), installed(), "report", "a  b", "", "*", "$x");

    assertThat(result.out())
        .contains("[-jar]\n[" + bin + "/../lib/cicd-monitor/cicd-monitor.jar]\n")
        .endsWith("[report]\n[a  b]\n[]\n[*]\n[$x]\n");
  }

  @Test
  void the_programs_exit_code_is_the_launchers() throws Exception {
    for (int code : new int[] {0, 1, 5, 70}) {
      String home = java("home" + code, "17", "exit " + code + "\n");

      assertThat(run(Map.of("JAVA_HOME", home), installed(), "scan").code()).isEqualTo(code);
    }
  }

  @Test
  void without_a_terminal_the_program_is_not_told_of_one() throws Exception {
    String home = java("home", "17", "echo ${CICD_MONITOR_TERMINAL-nobody watches}\n");
    Map<String, String> variables = Map.of("JAVA_HOME", home, "CICD_MONITOR_TERMINAL", "1");

    assertThat(run(variables, installed(), "scan").out()).isEqualTo("nobody watches\n");
  }

  @Test
  void a_signal_reaches_the_program_itself() throws Exception {
    Path started = folder.resolve("started");
    String home = java("home", "17", "echo $$ >" + started + "\nexec sleep 60\n");
    Process process = start(Map.of("JAVA_HOME", home), installed(), "scan");
    for (int i = 0; i < 500 && (!Files.exists(started) || Files.size(started) == 0); i++) {
      TimeUnit.MILLISECONDS.sleep(20);
    }

    process.destroy();

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(Files.readString(started).strip()).isEqualTo(Long.toString(process.pid()));
  }

  @Test
  void without_java_one_line_says_what_is_needed() throws Exception {
    Result result = run(Map.of("PATH", folder.toString()), "/bin/sh", installed(), "scan");

    assertThat(result)
        .isEqualTo(new Result(
            2,
            "",
            "cicd-monitor: needs Java 17 or newer; none in JAVA_HOME or PATH."
                + " Install one, or set JAVA_HOME.\n"));
  }

  @Test
  void a_java_that_is_too_old_is_named_with_its_version() throws Exception {
    String home = java("old", "1.8.0_392", "echo started\n");

    Result result =
        run(Map.of("JAVA_HOME", home, "PATH", folder.toString()), "/bin/sh", installed(), "scan");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).hasLineCount(1).contains(home + "/bin/java is 8");
  }

  @Test
  void the_java_of_the_path_stands_in_for_an_old_java_home() throws Exception {
    String old = java("old", "11.0.2", "echo old\n");
    String young = java("young", "25", "echo young\n");

    Result result =
        run(Map.of("JAVA_HOME", old, "PATH", young + "/bin:" + SYSTEM_PATH), installed(), "scan");

    assertThat(result.out()).isEqualTo("young\n");
  }

  @Test
  void a_java_without_a_release_file_is_asked_for_its_version() throws Exception {
    String says = "[ \"$1\" = -version ] && echo 'openjdk version \"%s\"' >&2 || echo started\n";
    String young = java("young", "", says.formatted("17.0.1"));
    String old = java("old", "", says.formatted("11.0.1"));

    assertThat(run(Map.of("JAVA_HOME", young, "PATH", SYSTEM_PATH), installed(), "scan")
            .out())
        .isEqualTo("started\n");
    Result refused = run(Map.of("JAVA_HOME", old, "PATH", toolsOnly()), installed(), "scan");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("old/bin/java is 11");
  }

  @Test
  void before_the_first_build_one_line_says_how_to_build() throws Exception {
    Path scripts = Files.createDirectories(folder.resolve("clone/scripts"));
    Files.copy(LAUNCHER, scripts.resolve("cicd-monitor"));
    executable(scripts.resolve("cicd-monitor"));
    String home = java("home", "17", "echo started\n");

    Result result =
        run(Map.of("JAVA_HOME", home), scripts.resolve("cicd-monitor").toString(), "scan");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .hasLineCount(1)
        .contains("In " + folder.resolve("clone") + " run: mvn -B -DskipTests package");
  }

  @Test
  void an_archive_of_this_java_and_of_the_size_in_its_name_is_used() throws Exception {
    Path start = Files.createDirectories(folder.resolve("installed/lib/cicd-monitor/start"));
    Files.writeString(start.resolve("21.0.2.quick.5.jsa"), "12345");
    Files.writeString(start.resolve("21.0.2.work.4.jsa"), "1234");
    String flag = "[-XX:SharedArchiveFile=" + bin + "/../lib/cicd-monitor/start/21.0.2.%s.jsa]";

    String home = java("home", "21.0.2", TELLS_ITS_ARGUMENTS);
    assertThat(run(Map.of("JAVA_HOME", home), installed(), "report").out())
        .contains(flag.formatted("quick.5"));
    assertThat(run(Map.of("JAVA_HOME", home), installed(), "scan").out())
        .contains(flag.formatted("work.4"));

    String other = java("other", "21.0.3", TELLS_ITS_ARGUMENTS);
    assertThat(run(Map.of("JAVA_HOME", other), installed(), "report").out())
        .doesNotContain("SharedArchiveFile");
    Files.writeString(start.resolve("21.0.2.quick.5.jsa"), "1234");
    assertThat(run(Map.of("JAVA_HOME", home), installed(), "report").out())
        .doesNotContain("SharedArchiveFile");
  }

  @Test
  void the_cache_of_a_newer_java_is_named_as_that_java_wants_it() throws Exception {
    Path start = Files.createDirectories(folder.resolve("installed/lib/cicd-monitor/start"));
    Files.writeString(start.resolve("25.0.3.quick.5.aot"), "12345");
    String home = java("home", "25.0.3", TELLS_ITS_ARGUMENTS);

    assertThat(run(Map.of("JAVA_HOME", home), installed(), "report").out())
        .contains("[-XX:AOTCache=" + bin + "/../lib/cicd-monitor/start/25.0.3.quick.5.aot]");
  }

  @Test
  void an_archive_that_was_touched_later_has_its_checksum_computed() throws Exception {
    Path start = Files.createDirectories(folder.resolve("installed/lib/cicd-monitor/start"));
    Path archive = Files.writeString(start.resolve("21.0.2.quick.5.jsa"), "12345");
    String home = java("home", "21.0.2", TELLS_ITS_ARGUMENTS);
    Path jar = folder.resolve("installed/lib/cicd-monitor/cicd-monitor.jar");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

    assertThat(run(Map.of("JAVA_HOME", home), installed(), "report").out())
        .contains("[-XX:+VerifySharedSpaces]");
    Files.setLastModifiedTime(archive, FileTime.from(Instant.parse("2000-01-01T00:00:00Z")));
    assertThat(run(Map.of("JAVA_HOME", home), installed(), "report").out())
        .contains("SharedArchiveFile")
        .doesNotContain("VerifySharedSpaces");
  }

  @Test
  void sqlites_library_is_taken_from_where_it_was_unpacked() throws Exception {
    String home = java("home", "21.0.2", TELLS_ITS_ARGUMENTS);
    assertThat(run(Map.of("JAVA_HOME", home), installed(), "report").out())
        .doesNotContain("org.sqlite");

    Path start = Files.createDirectories(folder.resolve("installed/lib/cicd-monitor/start"));
    Files.writeString(start.resolve("libsqlitejdbc.so"), "");

    assertThat(run(Map.of("JAVA_HOME", home), installed(), "report").out())
        .contains("[-Dorg.sqlite.lib.path=" + bin + "/../lib/cicd-monitor/start]");
  }

  @Test
  void an_installed_version_is_told_without_java() throws Exception {
    Files.writeString(folder.resolve("installed/lib/cicd-monitor/version"), "cicd-monitor 9.9\n");

    Result result = run(Map.of("PATH", folder.toString()), "/bin/sh", installed(), "--version");

    assertThat(result).isEqualTo(new Result(0, "cicd-monitor 9.9\n", ""));
  }

  private String installed() {
    return bin.resolve("cicd-monitor").toString();
  }

  private static String realJava() {
    return System.getProperty("java.home");
  }

  /** The home of a stand-in for Java; without a release file if {@code version} is empty. */
  private String java(String name, String version, String script) throws IOException {
    Path home = folder.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    if (!version.isEmpty()) {
      Files.writeString(home.resolve("release"), "A=\"b\"\nJAVA_VERSION=\"" + version + "\"\n");
    }
    Files.writeString(home.resolve("bin/java"), "#!/bin/sh\n" + script);
    executable(home.resolve("bin/java"));
    return home.toString();
  }

  /** A folder of the tools that the launcher uses, and no Java among them. */
  private String toolsOnly() throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : List.of("sh", "sed", "readlink")) {
      for (String place : List.of("/bin/", "/usr/bin/")) {
        if (Files.exists(Path.of(place + tool)) && !Files.exists(tools.resolve(tool))) {
          Files.createSymbolicLink(tools.resolve(tool), Path.of(place + tool));
        }
      }
    }
    return tools.toString();
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Result run(Map<String, String> environment, String... command) throws Exception {
    Process process = start(environment, command);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Result(
        process.exitValue(),
        Files.readString(folder.resolve("out"), UTF_8),
        Files.readString(folder.resolve("err"), UTF_8));
  }

  private Process start(Map<String, String> environment, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)));
    builder.environment().clear();
    builder.environment().put("PATH", SYSTEM_PATH);
    builder.environment().putAll(environment);
    return builder
        .directory(Files.createDirectories(folder.resolve("elsewhere")).toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }
}
