package io.github.cicdmonitor.crash;

import io.github.cicdmonitor.sandbox.Request;
import io.github.cicdmonitor.sandbox.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ends the program by SIGKILL, or does to it whatever else was asked, when the right request has come far enough. */
final class Blows implements Watch {
  private static final Pattern KEY = Pattern.compile("\"key\":\"([^\"]+)\"");

  /** A prompt names no repository: what its log says tells which one it is. */
  private static final Map<String, String> SAID_OF = Map.of(
      "dayjs@1.11.10 does not satisfy", "acme/web",
      "Resource not accessible by integration", "acme/deploy");

  /** A request on its way: the how manieth since the start, counted from 1, and its {@link #name}. */
  record Passing(int index, String name) {}

  /** Where to strike. */
  interface Aim {
    Optional<Moment> at(Passing passing);
  }

  /** What is done to the program while it waits for its answer; it is not dead afterwards. */
  interface Act {
    void on(Process program) throws IOException;
  }

  /** @param act empty: killed */
  private record Blow(Pattern request, Moment moment, Optional<Act> act) {}

  private final int times;
  private final Map<String, Integer> struck = new HashMap<>();
  private final List<String> landed = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private Aim aim = passing -> Optional.empty();
  private Optional<Blow> next = Optional.empty();
  private Optional<Process> program = Optional.empty();
  private Optional<Request> victim = Optional.empty();
  private Optional<Moment> when = Optional.empty();
  private boolean dead;
  private int count;

  /** @param times how often requests of one name may be struck */
  Blows(int times) {
    this.times = times;
  }

  synchronized void aim(Aim newAim) {
    aim = newAim;
  }

  /** One kill, at the next request whose whole name fits, whatever the aim is. */
  synchronized void killAt(String request, Moment moment) {
    next = Optional.of(new Blow(Pattern.compile(request), moment, Optional.empty()));
  }

  /** The same with something else than a kill. */
  synchronized void when(String request, Moment moment, Act act) {
    next = Optional.of(new Blow(Pattern.compile(request), moment, Optional.of(act)));
  }

  /** Whether it was reached; what was not is forgotten. */
  synchronized boolean spent() {
    boolean spent = next.isEmpty();
    next = Optional.empty();
    return spent;
  }

  /** Counts a kill that somebody else dealt to the program, with its name. */
  synchronized void landed(String name) {
    landed.add(name);
  }

  /** Kills it now, for a reason with this name. */
  synchronized void kill(String name) {
    landed.add(name);
    strike(program.orElseThrow());
    dead = true;
  }

  /** Starts the program under the eyes of this; a request waits until it is known whose it is. */
  synchronized Process start(ProcessBuilder builder) throws IOException {
    victim = Optional.empty();
    dead = false;
    program = Optional.of(builder.start());
    return program.get();
  }

  /** What was struck, in order. */
  synchronized List<String> landed() {
    return List.copyOf(landed);
  }

  synchronized int requests() {
    return count;
  }

  /** Every request so far, in order. */
  synchronized List<String> names() {
    return List.copyOf(names);
  }

  @Override
  public synchronized boolean stillThere(Moment moment, Request request) {
    if (moment == Moment.ARRIVED) {
      count++;
      names.add(name(request));
    }
    Optional<Blow> due = next.filter(blow -> !dead
        && blow.moment() == moment
        && blow.request().matcher(name(request)).matches());
    if (due.isPresent()) {
      next = Optional.empty();
      deal(due.get(), request);
      return !dead;
    }
    if (moment == Moment.ARRIVED) {
      if (victim.isEmpty()) {
        choose(new Passing(count, name(request)), request);
      }
    }
    // Two requests are never equal, whatever they say: each has an array of its own.
    if (victim.filter(request::equals).isPresent() && when.equals(Optional.of(moment))) {
      landed.add(moment + " " + name(request));
      strike(program.orElseThrow());
      dead = true;
    }
    return !dead;
  }

  private void deal(Blow blow, Request request) {
    if (blow.act().isPresent()) {
      try {
        blow.act().get().on(program.orElseThrow());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return;
    }
    landed.add(blow.moment() + " " + name(request));
    strike(program.orElseThrow());
    dead = true;
  }

  private void choose(Passing passing, Request request) {
    Optional<Moment> chosen =
        struck.getOrDefault(passing.name(), 0) < times ? aim.at(passing) : Optional.empty();
    if (chosen.isPresent()) {
      struck.merge(passing.name(), 1, Integer::sum);
      victim = Optional.of(request);
      when = chosen;
    }
  }

  private static void strike(Process process) {
    process.destroyForcibly();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("still alive after SIGKILL");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The same for the same request of a later process: service, method and path; for a message its key, for the model the length of the
   * question (the questions differ, and the mark drawn anew for each is always of one length).
   */
  static String name(Request request) {
    String name = request.service() + " " + request.line();
    if (request.service().equals("gateway")) {
      String about = SAID_OF.entrySet().stream()
          .filter(said -> request.text().contains(said.getKey()))
          .map(said -> " about " + said.getValue())
          .findFirst()
          .orElse("");
      return name + " " + request.text().length() + about;
    }
    Matcher key = KEY.matcher(
        request.service().equals("slack")
            ? URLDecoder.decode(request.text(), StandardCharsets.UTF_8)
            : "");
    return key.find() ? name + " " + key.group(1) : name;
  }
}
