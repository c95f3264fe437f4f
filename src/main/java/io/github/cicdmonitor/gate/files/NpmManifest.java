package io.github.cicdmonitor.gate.files;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.FileFindings;
import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.gate.finding.WorkflowPlace;
import io.github.cicdmonitor.gate.shell.GateRole;
import io.github.cicdmonitor.gate.shell.RunChange;
import io.github.cicdmonitor.workflow.EntryChange;
import io.github.cicdmonitor.workflow.RepositoryFacts;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.StrictYaml;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.Optional;
import java.util.Set;

/** {@code package.json}. JSON is read as YAML, duplicate keys and all. */
final class NpmManifest {
  private static final Set<String> DEPENDENCIES = WordLists.of("packages").set("npm dependencies");
  private static final Set<String> LIFECYCLE = WordLists.of("packages").set("npm lifecycle");

  private NpmManifest() {}

  /** Five parameters: versions need the evidence, scripts the facts of the repository. */
  static void compare(
      String before,
      String after,
      VersionEvidence evidence,
      RepositoryFacts facts,
      FileFindings found) {
    Optional<Mapping> old = read(before, found, false);
    Optional<Mapping> now = read(after, found, true);
    if (old.isEmpty() || now.isEmpty()) {
      return;
    }
    WorkflowPlace place = new WorkflowPlace(found, facts, "", WorkflowPlace.Guard.ORDINARY);
    for (EntryChange change : EntryChange.between(old.get(), now.get())) {
      if (DEPENDENCIES.contains(change.key())) {
        packages(change, new PackageChange(found, evidence), found);
      } else if (change.key().equals("scripts")) {
        scripts(change, place);
      } else {
        found.add(ChangeKind.K23, change.line(), Shown.quoted(change.key()));
      }
    }
  }

  private static void packages(EntryChange section, PackageChange change, FileFindings found) {
    for (EntryChange entry : EntryChange.between(section.old(), section.now())) {
      String name = entry.key();
      Optional<Yaml> old = entry.from();
      Optional<Yaml> now = entry.to();
      int line = entry.line();
      if (now.isEmpty()) {
        change.removed(name);
      } else if (now.get().scalar().isEmpty()) {
        found.add(ChangeKind.K23, line, "package " + Shown.quoted(name));
      } else if (old.isEmpty()) {
        change.added(name, now.get().toString(), line);
      } else {
        change.version(name, old.get().toString(), now.get().toString(), line);
      }
    }
  }

  private static void scripts(EntryChange section, WorkflowPlace place) {
    for (EntryChange script : EntryChange.between(section.old(), section.now())) {
      String name = script.key();
      Optional<Yaml> old = script.from();
      Optional<Yaml> now = script.to();
      WorkflowPlace.Guard guard = GateRole.ofName(name).isPresent()
          ? WorkflowPlace.Guard.GATE
          : WorkflowPlace.Guard.ORDINARY;
      WorkflowPlace here = place.at("script " + Shown.quoted(name)).guarded(guard);
      int line = script.line();
      if (now.isEmpty()) {
        here.mask(0, "the script is gone");
      } else if (old.isEmpty()) {
        here.add(ChangeKind.K9, line, Shown.quoted(now.get().toString()));
        RunChange.added(now.get().toString(), line, false, here);
      } else {
        RunChange.edited(old.get().toString(), now.get().toString(), line, false, here);
      }
      if (LIFECYCLE.contains(name) && now.isPresent()) {
        place.found().ask("the script " + name + " runs at every installation");
      }
    }
  }

  private static Optional<Mapping> read(String text, FileFindings found, boolean edited) {
    try {
      Optional<Mapping> root = text.isBlank()
          ? Optional.of(Mapping.EMPTY)
          : StrictYaml.readJson(text).mapping();
      if (root.isEmpty() || (!text.isBlank() && !text.strip().startsWith("{"))) {
        throw new StrictYaml.Refused("no JSON object", 1);
      }
      return root;
    } catch (StrictYaml.Refused e) {
      found.add(ChangeKind.K19, e.line(), e.reason());
      if (edited) {
        found.block("B-YAML", e.line(), "not readable as JSON: " + e.reason());
      }
      return Optional.empty();
    }
  }
}
