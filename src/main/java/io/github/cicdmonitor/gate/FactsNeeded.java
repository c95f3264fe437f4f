package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.fixes.FilesWanted;
import io.github.cicdmonitor.gate.files.FileKind;
import io.github.cicdmonitor.gate.finding.FileClass;
import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.ParsedChange;
import io.github.cicdmonitor.workflow.ParsedYaml;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What to fetch before {@link SafetyGate#decide}, so that the gate itself stays without I/O. Each
 * of these may be left out; the decision is then at least as strict.
 *
 * @param commits pinned commits that are new: where do they stand in their repositories?
 * @param actions {@code owner/repository} whose tags are needed
 * @param files paths at the base commit that a fix may rest on, or that show that a version exists;
 *     many will not exist, which the tree tells without reading them
 * @param treePaths paths whose modes in the base tree are needed
 */
public record FactsNeeded(
    Set<ActionRef> commits, Set<String> actions, Set<String> files, Set<String> treePaths) {
  private static final Set<String> EVIDENCE = WordLists.of("paths").set("evidence");

  public FactsNeeded {
    commits = Set.copyOf(commits);
    actions = Set.copyOf(actions);
    files = Set.copyOf(files);
    treePaths = Set.copyOf(treePaths);
  }

  /** Never throws: what cannot be read needs no facts, the gate will refuse it anyway. */
  public static FactsNeeded of(List<FileChange> changes) {
    Set<ActionRef> commits = new LinkedHashSet<>();
    Set<String> actions = new LinkedHashSet<>();
    Set<String> files = new LinkedHashSet<>();
    Set<String> trees = new LinkedHashSet<>();
    for (FileChange change : changes) {
      if (PathRules.check(change.path()).isPresent()) {
        continue;
      }
      FileKind kind = FileKind.of(change.path());
      trees(change.path(), trees);
      ParsedChange parsed = new ParsedChange(change);
      files.addAll(FilesWanted.of(parsed));
      if (kind == FileKind.WORKFLOW || kind == FileKind.ACTION) {
        Set<ActionRef> known = uses(parsed.before());
        Set<ActionRef> now = uses(parsed.after());
        now.removeAll(known);
        for (ActionRef action : now) {
          actions.add(action.name()); // what a commit is worth, its tags tell
          if (action.isCommit()) {
            commits.add(action);
          }
        }
        files.addAll(EvidenceFiles.of(parsed.after()));
      } else if (kind.leastClass() == FileClass.F2) {
        String folder = change.path().substring(0, change.path().lastIndexOf('/') + 1);
        EVIDENCE.forEach(name -> files.add(folder + name));
        EVIDENCE.forEach(files::add);
      }
    }
    changes.forEach(change -> files.remove(change.path()));
    return new FactsNeeded(commits, actions, files, trees);
  }

  private static void trees(String path, Set<String> trees) {
    trees.add(path);
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      trees.add(path.substring(0, slash));
    }
  }

  private static Set<ActionRef> uses(ParsedYaml file) {
    Set<ActionRef> found = new LinkedHashSet<>();
    List<Yaml> open = new ArrayList<>(List.of(file.root()));
    while (!open.isEmpty()) {
      Yaml value = open.remove(open.size() - 1);
      value.sequence().ifPresent(s -> open.addAll(s.items()));
      value.mapping().ifPresent(m -> open.addAll(m.entries().values()));
      value.mapping().map(FactsNeeded::usesOf).ifPresent(found::addAll);
    }
    return found;
  }

  private static List<ActionRef> usesOf(Mapping mapping) {
    return mapping.text("uses").flatMap(ActionRef::parse).map(List::of).orElse(List.of());
  }
}
