package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.fixes.Facts;
import io.github.cicdmonitor.gate.files.ImageChange;
import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.WorkflowPlace;
import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.Version;
import java.util.Optional;
import java.util.Set;

/** The action, reusable workflow or image behind a {@code uses:}. */
final class UsesChange {
  /** Nobody skips more major versions than this without somebody having looked. */
  private static final int LEAP = 5;

  private UsesChange() {}

  /** {@code knownOwners}: owners of the actions the file used before. */
  static void added(String uses, int line, Set<String> knownOwners, WorkflowPlace place) {
    Optional<ActionRef> action = ActionRef.parse(uses);
    if (uses.startsWith("./")) {
      place.add(ChangeKind.K9, line, "new local action " + Shown.quoted(uses));
      return;
    }
    if (action.isEmpty()) {
      boolean digest = uses.matches("docker://[^\\s@]+@sha256:[0-9a-f]{64}");
      place.add(ChangeKind.K15, line, "new " + Shown.quoted(uses));
      if (!digest) {
        place.found().block("B-PIN", line, Shown.quoted(uses) + " is not pinned");
      }
      return;
    }
    boolean known = knownOwners.contains(action.get().owner());
    boolean used = knownOwners.contains(action.get().name());
    place.add(known ? ChangeKind.K10 : ChangeKind.K15, line, "new action " + action.get());
    if (!action.get().isCommit() && used && Version.isPlain(action.get().ref())) {
      return; // another step of an action that the file uses already: a person decides (K10)
    }
    boolean setup = Version.isPlain(action.get().ref())
        && Facts.shipped()
            .actions()
            .isOfficialSetup(action.get().name() + action.get().path());
    if (!action.get().isCommit() && setup) {
      place.found().ask(action.get() + " is not pinned to a commit");
      return; // the tool's own owner, as its README says it: a person decides
    }
    if (!action.get().isCommit()) {
      place.found().block("B-PIN", line, action.get() + " is not pinned to a commit");
      return;
    }
    switch (place.facts().of(action.get())) {
      case TAG, BRANCH -> {}
      case NONE -> notOfThatRepository(action.get(), line, place);
      case UNKNOWN ->
        place.found().ask("whether " + action.get() + " belongs to that repository is not known");
    }
  }

  /** {@code knownOwners} as in {@link #added}, to which another action is passed on: hence five parameters. */
  static void edited(
      String before, String after, int line, Set<String> knownOwners, WorkflowPlace place) {
    Optional<ActionRef> old = ActionRef.parse(before);
    Optional<ActionRef> now = ActionRef.parse(after);
    if (old.isEmpty() || now.isEmpty() || !old.get().sameActionAs(now.get())) {
      if (ImageChange.isImage(before) && ImageChange.isImage(after)) {
        ImageChange.compare(before.substring(9), after.substring(9), line, place);
      } else {
        place.mask(line, "no longer uses " + Shown.quoted(before));
        added(after, line, knownOwners, place);
      }
      return;
    }
    if (old.get().equals(now.get())) {
      return;
    }
    Advisories.of(now.get()).ifPresent(place.found()::ask);
    if (now.get().isCommit()) {
      commit(old.get(), now.get(), line, place);
    } else if (old.get().isCommit() || !Version.isPlain(now.get().ref())) {
      place.add(ChangeKind.K15, line, shown(old.get(), now.get()));
      place
          .found()
          .block(
              "B-PIN",
              line,
              now.get() + " is not pinned to a commit, " + old.get().ref() + " was stricter");
    } else {
      tag(old.get(), now.get(), line, place);
    }
  }

  private static String shown(ActionRef old, ActionRef now) {
    return old + " → " + now.ref();
  }

  private static void commit(ActionRef old, ActionRef now, int line, WorkflowPlace place) {
    String what = shown(old, now);
    switch (place.facts().of(now)) {
      case TAG -> place.add(ChangeKind.K1, line, what);
      case BRANCH -> {
        place.add(ChangeKind.K10, line, what + ", a commit that no tag names");
        if (Version.isPlain(old.ref())) {
          place.add(ChangeKind.K20, line, "a released version is left");
        }
      }
      case NONE -> {
        place.add(ChangeKind.K1, line, what);
        notOfThatRepository(now, line, place);
      }
      case UNKNOWN -> {
        place.add(ChangeKind.K23, line, what);
        place.found().ask("whether " + now + " belongs to that repository is not known");
      }
    }
  }

  private static void notOfThatRepository(ActionRef action, int line, WorkflowPlace place) {
    place.found().block("B-PIN", line, action + " is on no tag or branch of " + action.name());
  }

  private static void tag(ActionRef old, ActionRef now, int line, WorkflowPlace place) {
    String what = shown(old, now);
    Optional<Set<String>> tags = Optional.ofNullable(place.facts().tags().get(now.name()));
    boolean evidenced = tags.map(t -> t.contains(now.ref())).orElse(false);
    boolean leap = Version.majorsBetween(old.ref(), now.ref()) > LEAP;
    if (!evidenced && (tags.isPresent() || leap)) {
      place.found().unseen(now.toString());
    }
    if (!Version.isPlain(old.ref())) {
      place.add(ChangeKind.K2, line, what); // a branch became a version
      return;
    }
    int before = Version.parse(old.ref()).map(v -> v.parts().size()).orElse(0);
    int after = Version.parse(now.ref()).map(v -> v.parts().size()).orElse(0);
    switch (Version.step(old.ref(), now.ref())) {
      case MAJOR -> place.add(ChangeKind.K2, line, what);
      case MINOR, PATCH -> place.add(evidenced ? ChangeKind.K1 : ChangeKind.K2, line, what);
      case SAME -> place.add(ChangeKind.K2, line, what);
      case DOWN -> place.add(ChangeKind.K23, line, what + ", an older version");
      case OTHER -> place.add(ChangeKind.K23, line, what);
    }
    if (after < before) {
      place.add(ChangeKind.K20, line, now + " moves more freely than " + old.ref());
    }
  }
}
