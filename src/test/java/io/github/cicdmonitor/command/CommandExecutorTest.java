package io.github.cicdmonitor.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.cicdmonitor.command.CommandExecutor.End;
import io.github.cicdmonitor.command.CommandExecutor.Ran;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.ChangedFile;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes: what a command is given, what it cannot do, and that nothing of it stays. */
final class CommandExecutorTest {
  private static final RepositoryName SHOP = new RepositoryName("acme", "shop");
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir
  private Path folder;

  private Path tools;
  private Path state;
  private final List<Path> secret = new ArrayList<>();
  private final List<String> events = new ArrayList<>();

  @BeforeEach
  void folders() throws IOException {
    tools = Files.createDirectory(
        folder.resolve("tools"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    state = Files.createDirectory(folder.resolve("state")).resolve("state.db");
  }

  /** A tool that a test left running would show itself here. */
  @AfterEach
  void nothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(folder.resolve("state"))) {
      assertThat(left).isEmpty();
    }
    // What bubblewrap started ends with it, but a moment later.
    Instant latest = Instant.now().plusSeconds(2);
    while (!running().isEmpty() && Instant.now().isBefore(latest)) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    assertThat(running()).isEmpty();
  }

  /** Command lines of living processes that name this test's folder. */
  private List<String> running() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process :
          processes.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        try {
          String line = Files.readString(process.resolve("cmdline")).replace('\0', ' ');
          boolean inState = Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder);
          if (line.contains(folder.toString()) || inState) {
            lines.add(line);
          }
        } catch (IOException e) {
          // gone
        }
      }
    }
    return lines;
  }

  private String script(String body) {
    return script(body, "rwxr-xr-x");
  }

  private String script(String body, String mode) {
    try {
      Path file = tools.resolve("tool");
      Files.writeString(file, "#!/bin/sh\n" + body + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      return file.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Ran run(String script, String... arguments) {
    return run(LONG, script, arguments);
  }

  private Ran run(Duration limit, String program, String... arguments) {
    List<String> argv = new ArrayList<>(List.of(program));
    argv.addAll(List.of(arguments));
    return new CommandExecutor(this::checkOut, state, secret, limit)
        .run(SHOP, COMMIT, argv, () -> events.add("starting"));
  }

  private void checkOut(RepositoryName repository, String commit, Path into) {
    events.add("checkout");
    try {
      Files.writeString(into.resolve("lock.txt"), "version 1\n");
      Files.createDirectory(into.resolve("src"));
      Files.writeString(into.resolve("src/a.js"), "let a;\n");
      Files.write(into.resolve("logo.png"), new byte[] {(byte) 0x89, 'P', 0, 1});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void changed_new_and_deleted_files_are_what_comes_back() {
    Ran ran = run(script("echo 'version 2' >lock.txt; rm src/a.js; echo new >src/b.js; touch src"));

    assertThat(ran.end()).isEqualTo(End.CHANGED);
    assertThat(ran.changes())
        .containsExactly(
            new ChangedFile(
                "lock.txt", Optional.of(Digests.sha256("version 1\n")), Optional.of("version 2\n")),
            new ChangedFile("src/a.js", Optional.of(Digests.sha256("let a;\n")), Optional.empty()),
            new ChangedFile("src/b.js", Optional.empty(), Optional.of("new\n")));
    assertThat(events).containsExactly("checkout", "starting");
  }

  @Test
  void what_is_written_to_home_and_to_the_temporary_folder_is_no_change() {
    Ran ran = run(script("echo x >\"$HOME/x\"; echo y >\"$TMPDIR/y\"; cp lock.txt z; rm z"));

    assertThat(ran.end()).isEqualTo(End.UNFIT);
    assertThat(ran.reason()).isEqualTo("it changed nothing");
  }

  @Test
  void the_environment_is_the_five_names_and_nothing_of_ours() {
    Ran ran = run("/usr/bin/env");
    assertThat(ran.end()).isEqualTo(End.UNFIT);

    Ran written = run(script("/usr/bin/env | sort >env.txt; pwd >pwd.txt; umask >umask.txt"));

    String environment = written.changes().get(0).after().orElseThrow();
    assertThat(environment.lines().map(line -> line.replaceAll("=.*", "")))
        .containsExactlyInAnyOrder("CI", "HOME", "LANG", "PATH", "PWD", "TMPDIR");
    assertThat(environment)
        .contains("PATH=/usr/local/bin:/usr/bin:/bin\n", "LANG=C.UTF-8\n", "CI=true\n")
        .containsPattern("HOME=.*/state/state\\.db\\.command-[0-9]+-[0-9]+/home\n");
  }

  @Test
  void the_workplace_is_for_its_owner_only_and_beside_the_state() {
    Ran ran = run(script("ls -ld .. | cut -c1-10 >mode; cd ..; pwd >tree/where"));

    assertThat(ran.changes().get(0).after()).contains("drwx------\n");
    assertThat(ran.changes().get(1).after().orElseThrow())
        .startsWith(state.getParent() + "/state.db.command-");
  }

  @Test
  void arguments_reach_the_program_as_they_are() {
    Ran ran = run(script("printf '%s\\n' \"$@\" >args"), "$(id)", ";id", "a  b", "*", "--", "-x");

    assertThat(ran.changes().get(0).after()).contains("$(id)\n;id\na  b\n*\n--\n-x\n");
  }

  @Test
  @DisplayName("X-134: standard input is empty")
  void standard_input_is_empty() {
    Ran ran = run(script("cat >in.txt; echo read >>in.txt"));

    assertThat(ran.changes().get(0).after()).contains("read\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit 70", "kill -KILL $$", "kill -TERM $$"})
  @DisplayName("X-133: a failure is told with its code")
  void a_failure_is_told_with_its_code(String how) {
    Ran ran = run(script("echo changed >lock.txt; echo why; " + how));

    assertThat(ran.end()).isEqualTo(End.FAILED);
    assertThat(ran.changes()).isEmpty();
    assertThat(ran.output()).isEqualTo("why\n");
    assertThat(ran.reason())
        .isIn(
            "it ended with exit code 70",
            "it ended with exit code 137 (signal 9)",
            "it ended with exit code 143 (signal 15)");
  }

  @Test
  @DisplayName("X-134: one that never ends and ignores SIGTERM is ended with its group")
  void one_that_never_ends_and_ignores_the_polite_signal_is_ended_with_its_group() {
    String deaf = "trap '' TERM INT HUP; (trap '' TERM; while :; do sleep 1; done) & ";
    long start = System.nanoTime();

    Ran ran = run(Duration.ofSeconds(1), script(deaf + "while :; do sleep 1; done"));

    assertThat(ran.end()).isEqualTo(End.FAILED);
    assertThat(ran.reason()).isEqualTo("it did not end within 1 s and was ended");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(11));
  }

  @Test
  void one_that_ends_on_the_polite_signal_is_not_waited_for() {
    long start = System.nanoTime();

    Ran ran = run(Duration.ofSeconds(1), script("echo begun; exec sleep 1000"));

    assertThat(ran.end()).isEqualTo(End.FAILED);
    assertThat(ran.output()).isEqualTo("begun\n");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void children_do_not_outlive_it() {
    Ran ran = run(script("echo 2 >lock.txt; sleep 1000 & (sleep 1000 &) ; exit 0"));

    assertThat(ran.end()).isEqualTo(End.CHANGED);
    assertThat(ran.changes()).hasSize(1);
  }

  @Test
  void one_that_left_its_group_and_its_parent_is_found() {
    Ran ran = run(script(
        "echo 2 >lock.txt; (setsid sh -c 'trap \"\" TERM; sleep 1000; echo late >lock.txt' &)"
            + "; (setsid env -i sleep 1000 &) ; sleep 0.3"));

    assertThat(ran.changes().get(0).after()).contains("2\n");
  }

  @Test
  @DisplayName("X-134: a flood of output is read and forgotten")
  void a_flood_of_output_is_read_and_forgotten() {
    Ran ran = run(script("head -c 1000000000 /dev/zero | tr '\\0' x; echo; echo end; exit 3"));

    assertThat(ran.end()).isEqualTo(End.FAILED);
    assertThat(ran.reason()).isEqualTo("it ended with exit code 3");
    assertThat(ran.output()).isEqualTo("end\n");
  }

  @Test
  void a_child_that_floods_after_it_has_ended_holds_nothing_up() {
    long start = System.nanoTime();

    Ran ran = run(script("echo 2 >lock.txt; yes & exit 0"));

    assertThat(ran.end()).isEqualTo(End.CHANGED);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void the_beginning_of_a_cut_line_is_not_kept() {
    Ran ran = run(script("head -c 70000 /dev/zero | tr '\\0' s; exit 1"));

    assertThat(ran.output()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ln -s /etc/passwd new",
        "rm lock.txt; ln -s src/a.js lock.txt",
        "mkfifo pipe",
        "printf '\\377\\376' >lock.txt",
        "printf 'a\\0b' >lock.txt",
        "echo x >>logo.png",
        "head -c 1048577 /dev/zero | tr '\\0' x >lock.txt",
        "for i in $(seq 51); do echo x >f$i; done"
      })
  void what_is_no_short_text_cannot_be_proposed(String how) {
    Ran ran = run(script(how));

    assertThat(ran.end()).isEqualTo(End.UNFIT);
    assertThat(ran.reason()).startsWith("it changed files that cannot be proposed: ");
  }

  @Test
  void fifty_changed_files_are_looked_at() {
    assertThat(run(script("for i in $(seq 50); do echo x >f$i; done")).changes())
        .hasSize(50);
  }

  @ParameterizedTest
  @ValueSource(strings = {"./tool", "node_modules/.bin/tool", "no-such-tool", "/no/such/tool"})
  void a_program_that_is_not_there_or_comes_with_the_checkout_is_not_run(String program) {
    Ran ran = run(program);

    assertThat(ran.end()).isEqualTo(End.FAILED);
    assertThat(ran.reason()).startsWith(program);
    assertThat(events).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx", "rw-r--r--"})
  @DisplayName("X-132: a program that others may change, or that is none, is not run")
  void a_program_that_others_may_change_or_that_is_none_is_not_run(String mode) {
    Ran ran = run(script("echo 2 >lock.txt", mode));

    assertThat(ran.end()).isEqualTo(End.FAILED);
    assertThat(events).isEmpty();
  }

  @Test
  void a_program_in_a_folder_that_anybody_may_write_is_not_run() throws IOException {
    String tool = script("echo 2 >lock.txt");
    Files.setPosixFilePermissions(tools, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(run(tool).end()).isEqualTo(End.FAILED);
    assertThat(events).isEmpty();
  }

  @Test
  void a_link_is_as_safe_as_what_it_leads_to() throws IOException {
    Path link = tools.resolve("link");
    Files.createSymbolicLink(link, Path.of(script("echo 2 >lock.txt")));
    assertThat(run(link.toString()).end()).isEqualTo(End.CHANGED);

    script("echo 2 >lock.txt", "rwxrwxrwx");
    assertThat(run(link.toString()).end()).isEqualTo(End.FAILED);
    Files.delete(link);
    Files.createSymbolicLink(link, tools);
    assertThat(run(link.toString()).end()).isEqualTo(End.FAILED);
  }

  @Test
  void a_folder_closed_by_the_command_is_deleted_all_the_same() {
    Ran ran = run(script("mkdir -p a/b; echo x >a/b/c; chmod 0 a/b; chmod 555 a; echo 2 >lock.txt"
        + "; chmod 500 .; exit 1"));

    assertThat(ran.end()).isEqualTo(End.FAILED);
  }

  @Test
  void a_link_out_of_the_checkout_is_deleted_and_not_followed() throws IOException {
    Path precious = Files.createDirectory(folder.resolve("precious"));
    Files.writeString(precious.resolve("file"), "kept");

    run(script("ln -s " + precious + " out; ln -s " + precious + " ../home/out"));

    assertThat(precious.resolve("file")).hasContent("kept");
  }

  @Test
  void a_checkout_that_cannot_be_had_starts_nothing_and_leaves_nothing() {
    String tool = script("echo 2 >lock.txt");
    CommandExecutor executor = new CommandExecutor(
        (repository, commit, into) -> {
          throw MonitorException.of(MonitorException.Kind.UNAVAILABLE, "no", "network", "");
        },
        state,
        secret,
        LONG);

    assertThatThrownBy(
            () -> executor.run(SHOP, COMMIT, List.of(tool), () -> events.add("starting")))
        .isInstanceOf(MonitorException.class);
    assertThat(events).isEmpty();
  }

  @Test
  void what_a_killed_run_left_is_ended_and_cleared_and_nothing_else_is() throws Exception {
    Path left = state.resolveSibling("state.db.command-123");
    Files.createDirectories(left.resolve("tree/deep"));
    Files.createDirectories(left.resolve("home"));
    Path other = Files.createDirectory(state.resolveSibling("state.db.copy"));
    Path link = state.resolveSibling("state.db.command-link");
    Files.createSymbolicLink(link, other);
    ProcessBuilder builder = new ProcessBuilder("/bin/sleep", "1000");
    builder.environment().put("HOME", left.resolve("home").toRealPath().toString());
    Process orphan = builder.start();

    new CommandExecutor(this::checkOut, state, secret, LONG).clear();

    assertThat(orphan.waitFor(5, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    assertThat(left).doesNotExist();
    assertThat(other).exists();
    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
    Files.delete(link);
    Files.delete(other);
  }

  // ---- kept apart -----------------------------------------------------------------------------

  private boolean isKeptApart(Map<String, Path> tools) throws IOException {
    try (CommandWorkspace workplace = CommandWorkspace.create(state)) {
      return !new Isolation(secret, name -> Optional.ofNullable(tools.get(name)))
          .around(workplace, Path.of("/bin/true"))
          .isEmpty();
    }
  }

  private void assumeBubblewrapWorks() throws IOException {
    assumeThat(isKeptApart(Map.of("bwrap", Path.of("/usr/bin/bwrap")))).isTrue();
  }

  @Test
  void it_does_not_see_our_process_nor_what_that_was_given() throws IOException {
    assumeBubblewrapWorks();
    long ours = ProcessHandle.current().pid();

    Ran ran = run(script("cat /proc/" + ours + "/environ; ls -d /proc/[0-9]* | wc -l; exit 3"));

    assertThat(ran.output()).contains("No such file");
    assertThat(Integer.parseInt(
            ran.output().lines().reduce((a, b) -> b).orElseThrow().strip()))
        .isLessThan(10);
  }

  @Test
  void files_and_folders_of_secrets_are_empty_to_it_and_stay_as_they_are() throws IOException {
    assumeBubblewrapWorks();
    Path file = Files.writeString(folder.resolve(".env"), "GITHUB_TOKEN=value\n");
    Path home = Files.createDirectory(folder.resolve("home"));
    Files.writeString(home.resolve("netrc"), "password\n");
    secret.addAll(List.of(home.resolve("gone"), file, home));

    Ran ran = run(script("cat " + file + " " + home + "/*; echo x >" + home + "/x; exit 3"));

    assertThat(ran.output()).doesNotContain("value", "password");
    assertThat(file).hasContent("GITHUB_TOKEN=value");
    assertThat(home.resolve("x")).doesNotExist();
  }

  @Test
  void secrets_are_hidden_where_their_links_lead() throws IOException {
    assumeBubblewrapWorks();
    Path real = Files.createDirectory(folder.resolve("real"));
    Path file = Files.writeString(real.resolve("env"), "GITHUB_TOKEN=value\n");
    Path home = Files.createDirectory(real.resolve("home"));
    Files.writeString(home.resolve("netrc"), "password\n");
    secret.add(Files.createSymbolicLink(folder.resolve(".env"), file));
    secret.add(Files.createSymbolicLink(folder.resolve("home"), home));

    Ran ran = run(script("cat " + folder + "/.env " + folder + "/home/netrc " + file + " " + home
        + "/netrc; echo seen; exit 3"));

    assertThat(isKeptApart(Map.of("bwrap", Path.of("/usr/bin/bwrap")))).isTrue();
    assertThat(ran.output()).contains("seen").doesNotContain("value", "password");
    assertThat(CommandReadiness.of(List.of(List.of("true")), secret).apart()).isTrue();
  }

  @Test
  void a_program_and_a_workplace_within_a_folder_of_secrets_are_there() throws IOException {
    assumeBubblewrapWorks();
    Files.writeString(folder.resolve("netrc"), "password\n");
    secret.add(folder);

    Ran ran = run(script("cat " + folder + "/netrc; echo 2 >lock.txt"));

    assertThat(ran.changes()).hasSize(1);
    assertThat(ran.output()).doesNotContain("password");
  }

  @Test
  void a_program_that_is_a_link_into_a_folder_of_secrets_is_there() throws IOException {
    assumeBubblewrapWorks();
    Path link = Files.createDirectory(folder.resolve("bin")).resolve("linked");
    Files.createSymbolicLink(link, Path.of(script("echo 2 >lock.txt")));
    secret.add(tools);

    assertThat(run(link.toString()).changes()).hasSize(1);
  }

  @Test
  void where_it_is_missing_or_forbidden_a_command_runs_beside_us() throws IOException {
    assertThat(isKeptApart(Map.of())).isFalse();
    assertThat(isKeptApart(Map.of("bwrap", Path.of("/bin/false")))).isFalse();
  }
}
