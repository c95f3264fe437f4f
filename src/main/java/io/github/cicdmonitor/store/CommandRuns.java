package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.ChangedFile;
import io.github.cicdmonitor.store.Effect.Kind;
import io.github.cicdmonitor.store.Effect.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Commands that were run, one effect row each. A command is run once, whatever becomes of it: what it
 * changed is kept until a decision is made of it, and one whose end nobody saw stays UNKNOWN.
 */
public final class CommandRuns {
  private final Database database;
  private final Effects effects;

  public CommandRuns(Database database) {
    this.database = database;
    this.effects = new Effects(database);
  }

  /** What a command left, and how long it took. */
  public record Changes(long seconds, List<ChangedFile> files) {
    public Changes {
      files = List.copyOf(files);
    }
  }

  /** @param digest over the other two: rows are as good as what they say of themselves */
  record Kept(long seconds, List<ChangedFile> files, String digest) {}

  /** About to be started, counted and durable. */
  public void starting(Transaction in, Effect effect) {
    effects.sending(in, effect);
  }

  public void changed(Transaction in, Effect effect, Changes changes) {
    String digest = digest(changes.seconds(), changes.files());
    effects.settle(
        in,
        effect,
        new Effects.Ending(
            State.DONE,
            JsonColumn.write(new Kept(changes.seconds(), changes.files(), digest)),
            changes.files().size() + " files changed in " + changes.seconds() + " s"));
  }

  /**
   * @param reason one line
   * @param printed what of its output people are told; not kept in the audit trail
   */
  public void refused(Transaction in, Effect effect, String reason, String printed) {
    effects.settle(in, effect, new Effects.Ending(State.REFUSED, reason + "\n" + printed, reason));
  }

  /** Why a command made no fix, and the end of what it printed. */
  public record Refused(String reason, String printed) {}

  public static Refused refused(Effect effect) {
    String[] parts = effect.result().orElse("it was refused").split("\n", 2);
    return new Refused(parts[0], parts.length < 2 ? "" : parts[1]);
  }

  /** Empty when the row is not what was written. */
  public static Optional<Changes> read(Effect effect) {
    try {
      Kept kept = JsonColumn.read(effect.result().orElse(""), Kept.class);
      return Optional.of(new Changes(kept.seconds(), kept.files()))
          .filter(changes -> kept.digest().equals(digest(changes.seconds(), changes.files())));
    } catch (JsonColumn.BadRow e) {
      return Optional.empty();
    }
  }

  private static String digest(long seconds, List<ChangedFile> files) {
    return Digests.sha256(seconds + "\n" + JsonColumn.write(files));
  }

  /** Whoever ran these is gone, where we hold the writers' lock or the lease of the repository. */
  public List<Effect> interrupted() {
    return effects.ofKind(Kind.COMMAND).stream()
        .filter(effect -> effect.state() == State.SENDING)
        .toList();
  }

  public void lost(Transaction in, Effect effect) {
    effects.unknown(in, effect, "interrupted while it ran");
  }

  /** A person wants it run again: what was recorded of it stands under another key from now on. */
  public void allowAgain(Transaction in, Incidents.Incident incident) {
    interrupted().stream()
        .filter(effect -> effect.incident().equals(Optional.of(incident.id())))
        .forEach(effect -> lost(in, effect));
    int rows = in.sql().update("""
            UPDATE effect SET key = key || '#' || id,
              state = CASE WHEN state = 'PLANNED' THEN 'REFUSED' ELSE state END
            WHERE incident = ? AND kind = 'command' AND key NOT LIKE '%#%'""", incident.id());
    if (rows > 0) {
      in.audit("command.allowed_again", AuditContext.of(incident), Map.of("commands", rows));
    }
  }

  public Optional<Effect> find(String key) {
    return effects.find(key);
  }

  /** The row of a command that is to be run; the same one each time. */
  public Effect plan(Incidents.Incident incident, String key, EffectPayload.RunCommand command) {
    database.write(in -> effects.plan(in, Effects.Plan.of(key, incident, command)));
    return effects.find(key).orElseThrow();
  }
}
