package io.github.cicdmonitor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.config.ConfigLoader;
import io.github.cicdmonitor.config.ConfigSources;
import io.github.cicdmonitor.config.DatabaseLocation;
import io.github.cicdmonitor.config.LogLevel;
import io.github.cicdmonitor.config.Secret;
import io.github.cicdmonitor.config.Settings;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.redact.ControlText;
import io.github.cicdmonitor.redact.JsonStrings;
import io.github.cicdmonitor.redact.Redactor;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.StateFiles;
import io.github.cicdmonitor.store.WriterTurn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** One command's run: the checked settings, the redactor that knows the secrets, the state. */
final class Session {
  /** How long to wait for another run. */
  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);

  private final World world;
  private final CommonOptions common;
  private final Settings settings;
  private final Redactor redactor;

  private Session(World world, CommonOptions common, Settings settings) {
    this.world = world;
    this.common = common;
    this.settings = settings;
    this.redactor = new Redactor(Stream.concat(
            settings.environment().secrets().stream(),
            ConfigLoader.secrets(sources(world, common)).stream())
        .map(Secret::reveal)
        .distinct()
        .toList());
  }

  /** Refuses every mistake of the configuration before anything else happens. */
  static Session open(World world, CommonOptions common) {
    Session session = new Session(world, common, ConfigLoader.load(sources(world, common)));
    session.settings.notes().forEach(session::note);
    if (session.settings.config().analyzer().rulesFile().isPresent()) {
      Explainers.of(session); // a bad rules file is a mistake in the configuration of every command
    }
    return session;
  }

  static ConfigSources sources(World world, CommonOptions common) {
    return new ConfigSources(
        world.workingDirectory(),
        world.variables(),
        common.config(),
        common.envFile(),
        common.database());
  }

  World world() {
    return world;
  }

  Settings settings() {
    return settings;
  }

  boolean quiet() {
    return common.quiet;
  }

  /** A line of ours on standard error, also of a quiet run. */
  void complain(String what) {
    world.err().println("cicd-monitor: " + show(what));
  }

  boolean json() {
    return common.json;
  }

  /** Of a state on a server: beside which this machine makes what it needs for a while. */
  Path stateFile() {
    return settings.environment().database().file();
  }

  DatabaseLocation place() {
    return settings.environment().database();
  }

  /** For a stage that writes: alone with a file, with others where the state is on a server. */
  Database openForSharing(String command) {
    return open(new WriterTurn(command, LOCK_PATIENCE, world::pause, WriterTurn.Company.SHARING));
  }

  private Database open(WriterTurn turn) {
    Database database = Database.openForWriting(place(), world.clock(), turn);
    if (place().server().isEmpty()) {
      StateFiles.makePrivate(stateFile()).forEach(this::complain);
    }
    return database;
  }

  /** For a report, whose statements are those of today's tables: throws STATE for an older state. */
  Optional<Database> openForReading() {
    Optional<Database> database = Database.openForReading(place(), world.clock());
    database.filter(state -> state.version() < Database.newestVersion()).ifPresent(older -> {
      String name = older.name();
      int version = older.version();
      older.close();
      throw MonitorException.of(
          MonitorException.Kind.STATE,
          "could not use " + name,
          "an earlier cicd-monitor wrote it (schema " + version + " of " + Database.newestVersion()
              + ")",
          "Run 'cicd-monitor scan' or 'cicd-monitor analyze' once, which brings it up to date");
    });
    return database;
  }

  SafeText redact(String text) {
    return redactor.redact(text);
  }

  Redactor redactor() {
    return redactor;
  }

  /** One line for a terminal: no secret, no control character, no forged line. */
  String show(String text) {
    return ControlText.visible(redactor.scrub(text)).strip();
  }

  /** The same, keeping the indent: a line of a diff or a table. */
  String showLine(String line) {
    return ControlText.visible(redactor.scrub(line)).stripTrailing();
  }

  /** The same for JSON, whose own escapes do the rest. */
  String clean(String text) {
    return redactor.scrub(text);
  }

  /** A name that a stranger chose: no secret, and what hides in it written out. */
  String name(String given) {
    return redactor.scrub(ControlText.exposed(given));
  }

  /** Progress output. */
  void progress(String what) {
    if (!common.quiet && !common.json && (common.verbose || world.terminal())) {
      world.err().println(show(what));
    }
  }

  /** Whether a line that is written over again is of use to somebody. */
  boolean isWatched() {
    return world.terminal() && !common.quiet && !common.json && !common.verbose;
  }

  /** From the beginning of the present line, without ending it. Only where {@link #isWatched}. */
  void progressOver(String what) {
    world.err().print("\r" + what);
    world.err().flush();
  }

  /** For who looks for a fault: with --verbose, or LOG_LEVEL DEBUG or TRACE. */
  void log(String what) {
    if (common.verbose || logs(LogLevel.DEBUG)) {
      world.err().println("cicd-monitor: " + show(what));
    }
  }

  private boolean logs(LogLevel level) {
    return settings.environment().logLevel().compareTo(level) >= 0;
  }

  /** Something worth a line on standard error. */
  void note(String what) {
    if (!common.quiet && logs(LogLevel.WARN)) {
      world.err().println("cicd-monitor: " + show(what));
    }
  }

  /** One document; every text in it passes the redactor, whatever it passed before. */
  void printJson(JsonNode document) {
    world.out().print(JsonOutput.document(scrubbed(document)));
  }

  JsonNode scrubbed(JsonNode node) {
    return JsonStrings.each(node, redactor::scrub);
  }

  void print(String line) {
    world.out().println(line);
  }
}
