package io.github.cicdmonitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * scripts/state-branch on a real repository of this machine. Races and kills by the hundred are in
 * scripts/trials/state-branch.
 */
class StateBranchIT {
  private static final String TOOL =
      Path.of("scripts/state-branch").toAbsolutePath().toString();
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final String STATE = "SQLite format 3\0 and more";

  @TempDir
  Path folder;

  private final Map<String, String> variables = new HashMap<>();

  private record Ended(int code, String said) {}

  @BeforeEach
  void aServer() throws Exception {
    variables.put("STATE_REMOTE", folder.resolve("remote.git").toString());
    assertThat(on(
                "here",
                "git",
                "init",
                "-q",
                "--bare",
                folder.resolve("remote.git").toString())
            .code)
        .isZero();
  }

  @Test
  void what_one_runner_pushes_the_next_one_pulls() throws Exception {
    assertThat(tool("one", "pull").said).contains("there is no branch cicd-monitor-state yet");
    state("one", STATE);
    assertThat(tool("one", "push").code).isZero();

    assertThat(tool("two", "pull").code).isZero();

    assertThat(Files.readString(file("two"))).isEqualTo(STATE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("two"))))
        .isEqualTo("rw-------");
  }

  @Test
  void only_the_first_of_two_that_began_alike_may_push_and_there_is_no_history() throws Exception {
    begun("one", "two");
    state("one", STATE + 1);
    state("two", STATE + 2);

    assertThat(tool("one", "push").code).isZero();
    Ended second = tool("two", "push");

    assertThat(second.code).isEqualTo(75);
    assertThat(second.said).contains("another runner was faster; its state counts");
    assertThat(tool("two", "push").code).as("and no later try").isEqualTo(75);
    assertThat(tool("three", "pull").code).isZero();
    assertThat(Files.readString(file("three"))).isEqualTo(STATE + 1);
    assertThat(git("rev-list", "--count", "cicd-monitor-state")).isEqualTo("1");
  }

  @Test
  void a_lost_race_ends_well_and_without_effect() throws Exception {
    begun("one", "two");
    state("two", STATE + 2);
    String faster =
        "cd ../two && " + TOOL + " push; cd ../one; printf 'SQLite format 3 x' >state.db; " + TOOL
            + " hold && touch effect";

    Ended ended = tool("one", "run", "sh", "-c", faster);

    assertThat(ended.code).as(ended.said).isZero();
    assertThat(ended.said).contains("the work is left to the other runner");
    assertThat(folder.resolve("one/effect")).doesNotExist();
  }

  @Test
  void others_stay_away_while_one_is_at_work_but_not_for_ever() throws Exception {
    begun("one");
    state("one", STATE + 1);
    assertThat(tool("one", "hold").code).isZero();

    assertThat(tool("two", "run", "touch", "ran").code).isZero();
    assertThat(folder.resolve("two/ran")).doesNotExist();
    variables.put("STATE_HOLD", "0");
    assertThat(tool("two", "run", "touch", "ran").code).isZero();
    assertThat(folder.resolve("two/ran")).exists();
  }

  @Test
  void with_a_key_the_branch_holds_nothing_readable_and_a_wrong_key_or_a_change_is_refused()
      throws Exception {
    variables.put("STATE_KEY", KEY);
    begun("one");
    assertThat(git("cat-file", "-p", "cicd-monitor-state:state.db.enc")).doesNotContain("SQLite");
    assertThat(tool("two", "pull").code).isZero();
    assertThat(Files.readString(file("two"))).isEqualTo(STATE);

    variables.put("STATE_KEY", KEY.replace('a', 'b'));
    assertThat(tool("three", "pull").code).isEqualTo(5);
    variables.remove("STATE_KEY");
    assertThat(tool("three", "pull").said).contains("the state is encrypted. Set STATE_KEY.");
    variables.put("STATE_KEY", "short");
    assertThat(tool("three", "pull").code).isEqualTo(2);
    assertThat(file("three")).doesNotExist();
  }

  @Test
  void a_branch_that_is_not_ours_is_neither_read_nor_overwritten() throws Exception {
    String foreign = "git init -q . && git -c user.name=a -c user.email=a@b commit -q --allow-empty"
        + " -m theirs && git push -q \"$STATE_REMOTE\" HEAD:cicd-monitor-state";
    assertThat(on("theirs", "sh", "-c", foreign).code).isZero();
    String before = git("rev-parse", "cicd-monitor-state");

    assertThat(tool("one", "run", "touch", "ran").code).isEqualTo(5);

    assertThat(folder.resolve("one/ran")).doesNotExist();
    assertThat(git("rev-parse", "cicd-monitor-state")).isEqualTo(before);
  }

  @Test
  void a_refusal_of_the_server_is_no_lost_race() throws Exception {
    begun("one");
    Path hook = folder.resolve("remote.git/hooks/pre-receive");
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\necho error: too large >&2\nexit 1\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    state("one", STATE + 1);

    Ended ended = tool("one", "push");

    assertThat(ended.code).isEqualTo(1);
    assertThat(ended.said).contains("the server refused the state", "too large");
  }

  @Test
  void a_server_that_is_away_is_told_and_the_commands_code_is_the_runs() throws Exception {
    begun("one");
    assertThat(tool("one", "run", "sh", "-c", "exit 3").code).isEqualTo(3);
    variables.put("STATE_REMOTE", folder.resolve("nowhere.git").toString());

    assertThat(tool("one", "pull").code).isEqualTo(4);
    state("one", STATE + 1);
    assertThat(tool("one", "push").code).isEqualTo(4);
  }

  @Test
  void a_changed_ciphertext_is_refused_wherever_it_was_changed() throws Exception {
    variables.put("STATE_KEY", KEY);
    begun("one");
    Path sealed = folder.resolve("sealed");
    String show =
        "git -C \"$STATE_REMOTE\" cat-file blob cicd-monitor-state:state.db.enc > " + sealed;
    assertThat(on("here", "sh", "-c", show).code).isZero();
    byte[] whole = Files.readAllBytes(sealed);
    // In the checksum, in the salt, in the first and in the last block, one byte less, one more.
    List<byte[]> changed = new ArrayList<>();
    for (int at : List.of(0, 72, 85, whole.length - 1)) {
      byte[] copy = whole.clone();
      copy[at] ^= 1;
      changed.add(copy);
    }
    changed.add(Arrays.copyOf(whole, whole.length - 1));
    changed.add(Arrays.copyOf(whole, whole.length + 1));
    for (byte[] bytes : changed) {
      Files.write(sealed, bytes);
      rewritten("state.db.enc", sealed);
      String before = git("rev-parse", "cicd-monitor-state");

      Ended ended = tool("two", "run", "touch", "ran");

      assertThat(ended.code).isEqualTo(5);
      assertThat(ended.said).contains("cannot be decrypted");
      assertThat(folder.resolve("two/ran")).doesNotExist();
      assertThat(file("two")).doesNotExist();
      assertThat(git("rev-parse", "cicd-monitor-state")).isEqualTo(before);
    }
  }

  @Test
  void a_state_of_a_newer_version_is_left_as_it_is() throws Exception {
    Path newer = folder.resolve("newer.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + newer);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE of_the_future (value TEXT)");
      statement.execute("PRAGMA user_version = 9999");
    }
    rewritten("state.db", newer);
    String before = git("rev-parse", "cicd-monitor-state");
    Files.createDirectories(folder.resolve("one"));
    Files.copy(Path.of("config.json.example"), folder.resolve("one/config.json"));
    variables.put("GITHUB_TOKEN", "none");
    variables.put("GITHUB_API_URL", "http://127.0.0.1:9");

    Ended ended =
        tool("one", "run", Path.of("scripts/cicd-monitor").toAbsolutePath().toString(), "scan");

    assertThat(ended.code).as(ended.said).isEqualTo(5);
    assertThat(git("rev-parse", "cicd-monitor-state")).isEqualTo(before);
    assertThat(Files.readAllBytes(file("one"))).isEqualTo(Files.readAllBytes(newer));
  }

  @Test
  void a_branch_that_was_rewritten_or_deleted_meanwhile_is_not_overwritten() throws Exception {
    begun("one", "two");
    Path other = folder.resolve("other.db");
    Files.writeString(other, STATE + "other");
    rewritten("state.db", other);
    String before = git("rev-parse", "cicd-monitor-state");
    state("one", STATE + 1);
    assertThat(tool("one", "push").code).isEqualTo(75);
    assertThat(git("rev-parse", "cicd-monitor-state")).isEqualTo(before);
    assertThat(tool("one", "pull").code).isZero();
    assertThat(Files.readString(file("one"))).isEqualTo(STATE + "other");

    git("update-ref", "-d", "refs/heads/cicd-monitor-state");
    state("two", STATE + 2);
    assertThat(tool("two", "push").code).isEqualTo(75);
    assertThat(git("for-each-ref")).isEmpty();
    assertThat(tool("two", "run", "true").code).isZero();
    assertThat(git("cat-file", "-p", "cicd-monitor-state:state.db")).contains("2");
  }

  /** Somebody puts another commit with this content there, whatever was there before. */
  private void rewritten(String name, Path content) throws Exception {
    String script =
        "cd \"$STATE_REMOTE\" && blob=$(git hash-object -w " + content + ") && tree=$(printf"
            + " '100644 blob %s\\t" + name + "\\n' $blob | git mktree) && git update-ref"
            + " refs/heads/cicd-monitor-state $(git -c user.name=a -c user.email=a@b commit-tree $tree -m"
            + " theirs)";
    Ended ended = on("here", "sh", "-c", script);
    assertThat(ended.code).as(ended.said).isZero();
  }

  /** A state is on the branch, and these runners have pulled it. */
  private void begun(String... runners) throws Exception {
    tool("first", "pull");
    state("first", STATE);
    assertThat(tool("first", "push").code).isZero();
    for (String each : runners) {
      assertThat(tool(each, "pull").code).isZero();
    }
  }

  private Path file(String runner) {
    return folder.resolve(runner + "/state.db");
  }

  private void state(String runner, String text) throws IOException {
    Files.writeString(file(runner), text);
  }

  private String git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-C", variables.get("STATE_REMOTE")));
    command.addAll(List.of(arguments));
    return on("here", command.toArray(String[]::new)).said.strip();
  }

  private Ended tool(String runner, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(TOOL));
    command.addAll(List.of(arguments));
    return on(runner, command.toArray(String[]::new));
  }

  private Ended on(String runner, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(variables);
    builder.environment().put("DATABASE_URL", "sqlite:///state.db");
    builder.environment().put("HOME", folder.toString());
    builder.directory(Files.createDirectories(folder.resolve(runner)).toFile());
    Path output = folder.resolve("output");
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(
        process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
  }
}
