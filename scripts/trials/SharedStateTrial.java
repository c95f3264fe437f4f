import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.sandbox.ActionsLog;
import io.github.cicdmonitor.sandbox.Fault;
import io.github.cicdmonitor.sandbox.Sandbox;
import io.github.cicdmonitor.sandbox.SandboxAttempt;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SandboxRun;
import io.github.cicdmonitor.sandbox.SlackMessage;
import io.github.cicdmonitor.sandbox.SlackSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** See {@code scripts/trials/shared-state}. */
public final class SharedStateTrial {
  private static final String WORKFLOW = ".github/workflows/ci.yml";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Cron leaves more. */
  private static final int SECONDS_BETWEEN_TICKS = 10;

  private static Path work;
  private static String program;
  private static String server;

  public static void main(String[] args) throws Exception {
    work = Path.of(args[0]);
    program = args[1];
    server = args[2];
    int repositories = Integer.parseInt(args[4]);
    boolean good = args[3].equals("speed")
        ? speed(repositories, Integer.parseInt(args[5]), Integer.parseInt(args[6]))
        : ledger(repositories, Integer.parseInt(args[5]), Integer.parseInt(args[6]));
    System.exit(good ? 0 : 1);
  }

  /** A world, a state, and a folder for the configuration. */
  private static final class Place implements AutoCloseable {
    private final String name;
    private final int repositories;
    private final Sandbox sandbox = Sandbox.start();
    private final Path folder;
    private int waves;

    Place(String name, int repositories) throws Exception {
      this.name = name;
      this.repositories = repositories;
      this.folder = Files.createDirectories(work.resolve(name));
      sandbox.github().rateLimit().limit(10_000_000);
      StringBuilder watched = new StringBuilder();
      for (int i = 0; i < repositories; i++) {
        SandboxRepository repository = sandbox.github().create("acme/r" + i);
        repository.commitAs("dev-anna", "main", "Set up", Map.of(WORKFLOW, """
            name: CI
            on:
              push:
                branches: [main]
            permissions:
              contents: read
            jobs:
              build:
                runs-on: ubuntu-24.04
                timeout-minutes: 10
                steps:
                  - run: make all
            """));
        watched.append(i == 0 ? "" : ", ").append("{\"owner\": \"acme\", \"name\": \"r" + i + "\"}");
      }
      sandbox.gateway().model(request -> answer(request.path("messages").toString()));
      Files.writeString(folder.resolve("config.json"), """
          {"risk_threshold": 5, "protected_repositories": [], "approval_timeout_hours": 24,
           "slack_channels": {"alerts": "#ci-cd-alerts", "approvals": "#ci-cd-approvals",
             "critical": "#critical-alerts"},
           "analyzer": {"daily_budget_usd": 1000},
           "polling_interval_minutes": 5, "repositories": [%s]}
          """.formatted(watched));
      sql("CREATE SCHEMA " + name);
    }

    /** Two faults of one repository, and those of two, are told apart by words: numbers do not count. */
    private static String word(int number) {
      StringBuilder word = new StringBuilder();
      for (int rest = number + 26; rest > 0; rest /= 26) {
        word.append((char) ('a' + rest % 26)).append("aeiou".charAt(rest % 5));
      }
      return "q" + word + "x";
    }

    /** In each wave other repositories fail; what a repository fails with depends on its number. */
    void grow(int of) {
      for (int i = waves; i < repositories; i += of) {
        String word = word(i);
        String lines = switch (i % 4) {
          case 0 -> word + "-fetch: the mirror has no " + word + " that the build asks for";
          case 1 -> "##[error]Failed to download archive 'https://" + word
              + ".example/" + word + ".tar.gz' after 3 attempts.";
          case 2 -> word + "-lint: unused " + word + " in the sources, see " + word + "-rules";
          default -> word + "-sign: the signer asks for a person, " + word + " said";
        };
        fails(sandbox.github().repository("acme/r" + i), lines);
      }
      waves++;
    }

    private static void fails(SandboxRepository repository, String lines) {
      Instant began = Instant.now().minus(Duration.ofMinutes(1));
      SandboxRun run = repository.run("CI").path(WORKFLOW).createdAt(began);
      run.job("build")
          .failsAt("Run make all")
          .log(new ActionsLog(began)
              .setUpJob(Map.of("Contents", "read"), List.of())
              .completeJobName("build")
              .run("make all")
              .line(lines)
              .error("Process completed with exit code 2.")
              .cleanUp()
              .toString());
      run.finish("failure");
    }

    private static Optional<String> answer(String prompt) {
      for (String kind : List.of("-fetch", "-lint", "-sign")) {
        Matcher found = Pattern.compile("(q[a-z]+x)" + kind + ": [a-z ,-]+").matcher(prompt);
        if (found.find()) {
          return Optional.of(diagnosis(kind, found.group().strip()));
        }
      }
      return Optional.of(diagnosis("", prompt.substring(0, 10)));
    }

    private static String diagnosis(String kind, String evidence) {
      ObjectNode answer = JSON.createObjectNode();
      answer.put("class", kind.equals("-lint") ? "DEVELOPER" : "DEVOPS");
      answer.put("category", kind.equals("-lint") ? "lint" : "timeout");
      answer.put("confidence", kind.equals("-sign") ? 0.6 : 0.95);
      answer.put("transient", false);
      answer.put("root_cause", "The build asks for something that is not there.");
      answer.put("explanation", "The log says so in one line.");
      answer.putArray("evidence").add(evidence);
      answer.putArray("files_needed");
      ObjectNode remediation = answer.putObject("remediation");
      remediation.put("kind", kind.equals("-lint") ? "none" : "edit");
      remediation.put("title", "Mend the build");
      remediation.put("rationale", "So that it finds what it asks for.");
      var edits = remediation.putArray("edits");
      if (!kind.equals("-lint")) {
        edits
            .addObject()
            .put("path", WORKFLOW)
            .put("find", "timeout-minutes: 10")
            .put("replace", "timeout-minutes: 20");
      }
      remediation.putArray("command");
      return answer.toString();
    }

    /** Each repository fails once more, with something else; a model is asked about each fourth. */
    private void failAll() {
      for (int i = 0; i < repositories; i++) {
        String word = word(waves * repositories + i);
        fails(sandbox.github().repository("acme/r" + i), i % 4 == 2
            ? word + "-lint: unused " + word + " in the sources, see " + word + "-rules"
            : "src/" + word + ".c:3:5: error: '" + word + "' undeclared (first use in this function)");
      }
      waves++;
    }

    private void slow(Fault delay) {
      for (String method : List.of("GET", "POST", "PUT", "PATCH")) {
        sandbox.github().faults().always(method + " /**", delay);
        sandbox.github().blobFaults().always(method + " /**", delay);
        sandbox.slack().faults().always(method + " /**", delay);
        sandbox.gateway().faults().always(method + " /**", delay);
      }
    }

    /**
     * Milliseconds until so many waves of failures are dealt with by so many processes, which take tick
     * after tick. A wave comes when of the one before but a third is left to be analysed, so that there
     * always is something to do.
     */
    long together(int processes, int waves, Fault delay) throws Exception {
      if (run("scan", "--repo", "acme/r0") != 0) { // makes the tables
        throw new IllegalStateException(Files.readString(folder.resolve("errors")));
      }
      failAll();
      slow(delay);
      AtomicInteger ticks = new AtomicInteger();
      AtomicBoolean over = new AtomicBoolean();
      long[] before = used();
      long start = System.nanoTime();
      List<Thread> machines = new ArrayList<>();
      for (int i = 0; i < processes; i++) {
        Thread machine = new Thread(() -> {
          while (!over.get()) {
            try {
              tick();
            } catch (Exception e) {
              e.printStackTrace();
            }
            ticks.incrementAndGet();
            for (int second = 0; second < SECONDS_BETWEEN_TICKS && !over.get(); second++) {
              pause();
            }
          }
        });
        machines.add(machine);
        machine.start();
      }
      String analysed = "SELECT count(*) FROM " + name + ".failure WHERE incident IS NOT NULL";
      try (Connection watching = connect();
          Statement statement = watching.createStatement()) {
        while (this.waves < waves || !isDone(statement)) {
          if (this.waves < waves && number(statement, analysed) > (this.waves - 1 / 3.0) * repositories) {
            failAll();
          }
          Thread.sleep(200);
        }
      }
      long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      long[] after = used();
      over.set(true);
      System.out.printf(
          "%d processes, %d failures: %d ms, %d questions; all processors were busy for %.0f %%%n",
          processes, waves * repositories, took, sandbox.gateway().calls(),
          100.0 * (after[0] - before[0]) / (after[1] - before[1]));
      for (Thread machine : machines) {
        machine.join();
      }
      System.out.println("  after " + ticks.get() + " ticks, which took " + (used()[2] - before[2]) / 100
          + " s of processor time, there are " + ask(
          "SELECT count(*) || ' incidents, ' || count(DISTINCT signature) || ' different' FROM " + name + ".incident"));
      return took;
    }

    private static void pause() {
      try {
        Thread.sleep(1_000);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private boolean isDone(Statement statement) throws SQLException {
      return number(statement, """
          SELECT (SELECT count(*) FROM %1$s.incident WHERE state NOT IN ('new', 'diagnosed'))
            - (SELECT count(*) FROM %1$s.effect WHERE state NOT IN ('DONE', 'REFUSED'))""".formatted(name))
          == waves * repositories;
    }

    private static int number(Statement statement, String query) throws SQLException {
      try (ResultSet row = statement.executeQuery(query)) {
        row.next();
        return row.getInt(1);
      }
    }

    /** Hundredths of seconds of processors: this machine at work, all there were, our ended processes. */
    private static long[] used() throws IOException {
      String[] words = Files.readString(Path.of("/proc/stat")).lines().findFirst().orElseThrow().split(" +");
      long all = 0;
      for (int i = 1; i <= 8; i++) {
        all += Long.parseLong(words[i]);
      }
      String[] self = Files.readString(Path.of("/proc/self/stat")).replaceAll(".*\\) ", "").split(" ");
      return new long[] {
        all - Long.parseLong(words[4]) - Long.parseLong(words[5]),
        all,
        Long.parseLong(self[13]) + Long.parseLong(self[14])
      };
    }

    /** What we had re-run passes. */
    void advance() {
      for (SandboxRun run : sandbox.github().pendingReruns()) {
        SandboxAttempt attempt = run.attempt();
        attempt.job("build").conclude("success");
        attempt.finish("success");
      }
    }

    Process start(String... arguments) throws IOException {
      List<String> command = new ArrayList<>(List.of(program));
      command.addAll(List.of(arguments));
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().putAll(sandbox.environment());
      builder.environment().put("CICD_MONITOR_JAVA_OPTS", "-Xmx128m -XX:TieredStopAtLevel=1");
      builder.environment().put("CONFIG_FILE", folder.resolve("config.json").toString());
      builder.environment().put("DATABASE_URL", server + "?schema=" + name);
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("errors").toFile()));
      return builder.start();
    }

    int run(String... arguments) throws Exception {
      return start(arguments).waitFor();
    }

    void tick() throws Exception {
      for (String command : List.of("scan", "analyze")) {
        int code = run(command);
        // With many failures the pace of writes ends a run before its work is done; the next goes on.
        for (int again = 0; code == 1 && again < 20; again++) {
          code = run(command);
        }
        if (code != 0) {
          throw new IllegalStateException(command + " ended with " + code + "\n"
              + Files.readString(folder.resolve("errors")));
        }
      }
    }

    /** As if it were ten minutes later for what may have been posted. */
    void settle() throws SQLException {
      change("UPDATE " + name + ".effect SET sent_at = sent_at - 600000"
          + " WHERE kind = 'notice' AND state IN ('SENDING', 'UNKNOWN')");
    }

    /** What people find, each thing as often as it is there. */
    Map<String, Integer> ledger() {
      Map<String, Integer> all = new TreeMap<>();
      for (SandboxRepository repository : sandbox.github().repositories()) {
        for (String branch : repository.branches()) {
          count(all, "branch " + repository.fullName() + " " + branch.replaceAll("[0-9a-f]{8,}", "…")
              + ", " + repository.commitsBetween("main", branch).size() + " commits");
        }
        repository.pulls().forEach(pull -> count(all, "pull request in " + repository.fullName() + ": "
            + pull.title() + " " + pull.labels()));
        repository.runs().forEach(run -> count(all, "run in " + repository.fullName() + ", attempt "
            + run.attempt().number()));
      }
      Pattern named = Pattern.compile("acme/r\\d+\\b");
      Pattern beyond = Pattern.compile("and (\\d+) before these");
      for (SlackSandbox.Channel channel : sandbox.slack().channels()) {
        int reported = 0;
        TreeSet<String> together = new TreeSet<>();
        for (SlackMessage message : channel.messages()) {
          String key = message.metadata().at("/event_payload/key").asText();
          String kind = key.replaceAll("notice:([a-z_]+):.*", "$1");
          // Which of many are reported alone, which in the hour's digest and which of those it has room
          // for is a matter of order: how many there are in all is not, nor that none comes twice.
          boolean digest = kind.equals("digest");
          boolean maybeTogether = digest || kind.equals("notify") || kind.equals("rerun_recovered");
          TreeSet<String> of = new TreeSet<>();
          for (String line : message.plainText().lines().limit(digest ? Long.MAX_VALUE : 3).toList()) {
            Matcher matcher = named.matcher(line);
            while (matcher.find()) {
              of.add(matcher.group());
            }
            Matcher rest = beyond.matcher(line);
            if (digest && rest.find()) {
              reported += Integer.parseInt(rest.group(1));
            }
          }
          if (maybeTogether) {
            reported += of.size();
            of.stream().filter(each -> !together.add(each))
                .forEach(each -> count(all, "again in " + channel.name() + " of " + each));
          } else {
            of.forEach(each -> count(all, kind + " in " + channel.name() + " of " + each));
          }
        }
        all.put("reported in " + channel.name(), reported);
      }
      return all;
    }

    private static void count(Map<String, Integer> all, String what) {
      all.merge(what, 1, Integer::sum);
    }

    @Override
    public void close() {
      sandbox.stop();
    }
  }

  private static Connection connect() throws SQLException {
    String[] parts = server.substring("postgresql://".length()).split("@", 2);
    return DriverManager.getConnection("jdbc:postgresql://" + parts[1] + "?user=" + parts[0]);
  }

  private static void sql(String statement) throws SQLException {
    try (Connection connection = connect();
        Statement all = connection.createStatement()) {
      all.execute(statement);
    }
  }

  private static int change(String statement) throws SQLException {
    try (Connection connection = connect();
        Statement all = connection.createStatement()) {
      return all.executeUpdate(statement);
    }
  }

  private static String ask(String query) throws SQLException {
    try (Connection connection = connect();
        Statement all = connection.createStatement();
        ResultSet rows = all.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  private static final int WAVES = 5;

  private static boolean ledger(int repositories, int ticks, int processes) throws Exception {
    long seed = Long.parseLong(Optional.ofNullable(System.getenv("SEED")).orElse("1"));
    Map<String, Integer> expected;
    int questions;
    try (Place alone = new Place("alone", repositories)) {
      for (int wave = 0; wave < WAVES; wave++) {
        alone.grow(WAVES);
        alone.tick();
        alone.advance();
      }
      alone.tick();
      alone.tick();
      expected = alone.ledger();
      questions = alone.sandbox.gateway().calls();
    }
    System.out.println("undisturbed: " + expected.size() + " things, " + questions + " questions");
    Place shared = new Place("shared", repositories);
    Random chance = new Random(seed);
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger killed = new AtomicInteger();
    Map<Integer, Integer> codes = new TreeMap<>();
    long start = System.nanoTime();
    shared.grow(WAVES);
    if (shared.run("scan", "--repo", "acme/r0") != 0) { // makes the tables
      throw new IllegalStateException(Files.readString(shared.folder.resolve("errors")));
    }
    List<Thread> machines = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      Random own = new Random(chance.nextLong());
      Thread machine = new Thread(() -> live(shared, own, ticks, begun, killed, codes));
      machines.add(machine);
      machine.start();
    }
    int next = 1;
    boolean restarted = false;
    boolean cut = false;
    while (machines.stream().anyMatch(Thread::isAlive)) {
      Thread.sleep(200);
      int share = begun.get() * 100 / ticks;
      shared.advance();
      if (next < WAVES && share >= next * 80 / WAVES) {
        shared.grow(WAVES);
        next++;
      }
      if (!cut && share >= 30) {
        // Between two commands there is none: then it is the next one's.
        String whose = ask("SELECT coalesce(string_agg(application_name, ', '), '') FROM ("
            + "SELECT application_name, pg_terminate_backend(pid) FROM (SELECT * FROM pg_stat_activity"
            + " WHERE application_name LIKE 'cicd-monitor analyze%' ORDER BY random() LIMIT 1) one) all_of_them");
        cut = !whose.isEmpty();
        if (cut) {
          System.out.println("connection cut of: " + whose);
        }
      }
      if (!restarted && share >= 55) {
        restarted = true;
        new ProcessBuilder(work.resolve("restart").toString(), "restart").inheritIO().start().waitFor();
        System.out.println("server restarted at " + share + " %");
      }
    }
    long took = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    for (int i = 0; i < 3; i++) {
      shared.settle();
      shared.tick();
      shared.advance();
    }
    shared.tick();
    Map<String, Integer> found = shared.ledger();
    int verified = shared.run("report", "--verify");
    System.out.println(begun.get() + " ticks by " + processes + " processes in " + took + " s, "
        + killed.get() + " killed, exit codes " + codes + ", " + shared.sandbox.gateway().calls()
        + " questions, audit trail " + (verified == 0 ? "whole" : "BROKEN"));
    if (!cut || !restarted) {
      throw new IllegalStateException("there was nothing to cut or to restart: take more ticks");
    }
    TreeSet<String> names = new TreeSet<>(expected.keySet());
    names.addAll(found.keySet());
    int differences = 0;
    for (String name : names) {
      int one = expected.getOrDefault(name, 0);
      int all = found.getOrDefault(name, 0);
      if (one != all && differences++ < 30) {
        System.out.println((all > one ? "TWICE: " : "LOST: ") + name + ": " + all + " instead of " + one);
        Matcher repository = Pattern.compile("acme/r\\d+").matcher(name);
        if (repository.find()) {
          System.out.println(ask("SELECT string_agg(concat_ws(' ', '   ', state, key, result), E'\\n' ORDER BY id) FROM"
              + " shared.effect WHERE repository = '" + repository.group() + "'"));
          System.out.println(ask("SELECT string_agg(concat_ws(' ', '   ', seq, at, event, detail), E'\\n' ORDER BY seq) FROM"
              + " shared.audit WHERE repository = '" + repository.group() + "'"));
        }
      }
    }
    String open = ask("SELECT count(*) FROM shared.effect WHERE state NOT IN ('DONE', 'REFUSED')");
    System.out.println(differences == 0
        ? "the ledgers are equal: " + found.size() + " things; effects still open: " + open
        : differences + " differences; effects still open: " + open);
    if (differences > 0) {
      System.out.println(Files.readString(shared.folder.resolve("errors")).lines()
          .distinct().limit(40).reduce("", (a, b) -> a + b + "\n"));
    }
    shared.close();
    return differences == 0 && verified == 0;
  }

  private static void live(
      Place place, Random chance, int ticks, AtomicInteger begun, AtomicInteger killed, Map<Integer, Integer> codes) {
    try {
      while (begun.getAndIncrement() < ticks) {
        for (String command : List.of("scan", "analyze")) {
          Process process = place.start(command);
          if (chance.nextInt(5) == 0
              && !process.waitFor(300 + chance.nextInt(4_000), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            killed.incrementAndGet();
          }
          int code = process.waitFor();
          synchronized (codes) {
            codes.merge(code, 1, Integer::sum);
          }
          if (code != 0) {
            break;
          }
        }
      }
      begun.decrementAndGet();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean speed(int repositories, int millis, int waves) throws Exception {
    Map<Integer, Long> took = new TreeMap<>();
    for (int processes : new int[] {1, 4}) {
      try (Place place = new Place("speed" + processes, repositories)) {
        took.put(processes, place.together(processes, waves, Fault.delay(Duration.ofMillis(millis))));
      }
    }
    double ratio = (double) took.get(1) / took.get(4);
    System.out.printf("4 processes are %.2f x as fast as 1%n", ratio);
    return ratio >= 3;
  }
}
