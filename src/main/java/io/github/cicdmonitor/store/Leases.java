package io.github.cicdmonitor.store;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.error.TakenOver;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.Signature;
import io.github.cicdmonitor.store.LeaseTable.Lease;
import io.github.cicdmonitor.store.LeaseTable.Often;
import io.github.cicdmonitor.store.LeaseTable.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Work that is divided among the processes that share a state. Where there is one process at a time,
 * as with a file, all of it is its own.
 *
 * <p>What a thread writes while it works on a piece counts only while no other process has taken over:
 * then the work ends, and nothing of it is written from there on. A thread that works on a piece may
 * work on others besides, and on the same one again.
 */
public final class Leases {
  /** A person waits for {@code approve}; a question to a model takes no longer as a rule. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Database database;

  public Leases(Database database) {
    this.database = database;
  }

  /** Something that one process at a time works on. */
  public record Piece(String name) {
    private static final int SLOT = 3;

    private static final String INCIDENTS = "incidents ";

    /** What a repository has to show. */
    public static Piece scanOf(RepositoryName repository) {
      return new Piece(repository.key());
    }

    /**
     * All incidents of a repository, and what is done there. They are one piece, since what may be done
     * about one depends on the others: the open pull requests are counted, a file has one fix at a
     * time, and a failure that joins an incident must not find it ending.
     */
    public static Piece incidentsOf(RepositoryName repository) {
      return new Piece(INCIDENTS + repository.key());
    }

    /** What was read of incidents is worth nothing once they stand under another name. */
    Often often() {
      return name.startsWith(INCIDENTS) ? Often.WHILE_IT_STANDS : Often.EACH_TIME;
    }

    /** The messages of a channel, which have an order and are counted. */
    public static Piece channel(String name) {
      return new Piece("channel " + name);
    }

    /** Asking a model about a fault. Some faults share a piece, so that there are not ever more of them. */
    public static Piece question(Signature about) {
      String fault = about.linesDigest().isEmpty() ? about.value() : about.linesDigest();
      return new Piece("question " + fault.substring(0, SLOT));
    }
  }

  /** Whether others may be at work at the same time. */
  public boolean areShared() {
    return database.leases().isPresent();
  }

  /** Whether others are at work at this moment. */
  public boolean haveOthers() {
    return database.leases().filter(table -> table.hasOthers(database.sql())).isPresent();
  }

  /** Does the work unless another process does it now or has done it since this one began. */
  public boolean once(Piece piece, Runnable work) {
    return database.leases().isEmpty() ? alone(work) : attempt(piece, Often.ONCE, work);
  }

  /** Does the work unless another process is at the piece now. Whether it was done here. */
  public boolean ifFree(Piece piece, Runnable work) {
    return isOurs(piece) ? alone(work) : attempt(piece, piece.often(), work);
  }

  /** Nothing stands under the name of this piece any more, which this process holds. */
  void end(Transaction in, Piece piece) {
    database.leases().ifPresent(table -> table.end(in.sql(), piece.name()));
  }

  /**
   * Does the work on each item, unless another process is at its piece: then the items of that piece are
   * tried once more as long as some of the others could be settled. All processes may have met an item
   * while another was at its piece, and would leave it to each other.
   *
   * @param isLeft whether it still is to be done, asked before the piece is
   */
  public <T> void each(
      List<T> items, Function<T, Piece> piece, Predicate<T> isLeft, Consumer<T> work) {
    List<T> left = items;
    int before;
    do {
      before = left.size();
      Set<Piece> busy = new HashSet<>();
      List<T> again = new ArrayList<>();
      for (T item : left) {
        Piece of = piece.apply(item);
        if (busy.contains(of) || (isLeft.test(item) && !ifFree(of, () -> work.accept(item)))) {
          busy.add(of);
          again.add(item);
        }
      }
      left = again;
    } while (left.size() < before);
  }

  /** Waits for the others. Throws STATE where one of them is at it for too long. */
  public <T> T whenFree(Piece piece, Supplier<T> work) {
    List<T> result = new ArrayList<>(1);
    if (!granted(piece, () -> result.add(work.get()))) {
      throw MonitorException.of(
          MonitorException.Kind.STATE,
          "could not go on",
          "the repository is locked by "
              + database.leases().orElseThrow().holder(database.sql(), piece.name()),
          "Run it again later");
    }
    return result.get(0);
  }

  /** Waits for the others, but not for ever: for what does no harm if it is done by two. */
  public <T> T afterOthers(Piece piece, Supplier<T> work) {
    List<T> result = new ArrayList<>(1);
    return granted(piece, () -> result.add(work.get())) ? result.get(0) : work.get();
  }

  /** Lets the others go on for a moment. Whether there still is reason to wait for them. */
  public void pause() {
    database.leases().ifPresent(table -> table.granted(Duration.ofMillis(1), () -> false));
  }

  private boolean granted(Piece piece, Runnable work) {
    return database.leases().isEmpty()
        ? alone(work)
        : database.leases().get().granted(PATIENCE, () -> ifFree(piece, work));
  }

  private static boolean alone(Runnable work) {
    work.run();
    return true;
  }

  private boolean isOurs(Piece piece) {
    return database.leases().isEmpty() || database.worksOn(piece.name());
  }

  private boolean attempt(Piece piece, Often often, Runnable work) {
    LeaseTable table = database.leases().orElseThrow();
    Optional<Lease> lease = table.take(database.sql(), piece.name(), often);
    if (lease.isEmpty()) {
      refuseWhatIsOver(table, piece, often);
      return false;
    }
    Outcome outcome = Outcome.NOT_DONE;
    try {
      database.under(lease.get(), work);
      outcome = often == Often.ONCE ? Outcome.DONE : Outcome.NOT_DONE;
      return true;
    } catch (Lost e) {
      if (!e.of.equals(lease.get())) {
        throw e;
      }
      return false;
    } finally {
      giveBack(table, lease.get(), often, outcome);
    }
  }

  private void refuseWhatIsOver(LeaseTable table, Piece piece, Often often) {
    if (often == Often.WHILE_IT_STANDS && table.isOver(database.sql(), piece.name())) {
      throw MonitorException.of(
          MonitorException.Kind.STATE,
          "could not go on",
          "a repository is known under another name since this run began",
          "Run it again");
    }
  }

  /** What is done once may wait, with the rows that are still waiting and after them. */
  private void giveBack(LeaseTable table, Lease lease, Often often, Outcome outcome) {
    if (often == Often.ONCE) {
      database.later(in -> table.giveBack(in.sql(), lease, outcome));
    } else {
      table.giveBack(database.sql(), lease, outcome);
    }
  }

  /** Another process has taken over, since this one was silent for too long. */
  static final class Lost extends TakenOver {
    private static final long serialVersionUID = 1L;
    private final transient Lease of;

    Lost(Lease lease) {
      super(lease.name());
      this.of = lease;
    }
  }
}
