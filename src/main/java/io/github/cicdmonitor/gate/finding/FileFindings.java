package io.github.cicdmonitor.gate.finding;

import io.github.cicdmonitor.fixes.Recognised;
import io.github.cicdmonitor.fixes.Recognition;
import io.github.cicdmonitor.model.HardRuleHit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What the readers say of one file: its class, differences, hard rules hit, reasons to ask. */
public final class FileFindings {
  private final String path;
  private final List<Difference> differences = new ArrayList<>();
  private final Set<HardRuleHit> hits = new LinkedHashSet<>();
  private final Set<String> floors = new LinkedHashSet<>();
  private final Set<String> unseen = new LinkedHashSet<>();
  private final List<Supplier<Optional<String>>> whereBuilt = new ArrayList<>();
  private FileClass fileClass;

  public FileFindings(String path, FileClass atLeast) {
    this.path = path;
    this.fileClass = atLeast;
  }

  public void add(ChangeKind kind, int line, String what) {
    differences.add(new Difference(kind, path, line, what));
  }

  public void block(String rule, int line, String reason) {
    hits.add(new HardRuleHit(rule, path, line, reason));
  }

  public void block(HardRuleHit hit) {
    hits.add(hit);
  }

  public void ask(String reason) {
    floors.add(reason);
  }

  /** Every difference is a known kind of fix: what looked like a mask is none. */
  public void hidesNothing() {
    hits.removeIf(hit -> hit.rule().equals("B-MASK"));
  }

  /** A person decides where another version builds what the job makes, for this reason. */
  public void askWhereBuilt(Supplier<Optional<String>> reason) {
    whereBuilt.add(reason);
  }

  /** A value that neither the repository nor GitHub vouches for (C6). */
  public void unseen(String value) {
    unseen.add(value);
  }

  public void atLeast(FileClass candidate) {
    fileClass = fileClass.max(candidate);
  }

  /**
   * Every difference is a recognised fix, or there is none. Their prices take the place of those of
   * the readers, and what looked like a mask is none; every other hard rule and floor stands.
   */
  public void recognised(Recognition recognition) {
    if (recognition.fixes().isEmpty()) {
      return;
    }
    differences.clear();
    for (Recognised fix : recognition.fixes()) {
      add(
          fix.kind().points() > 1 ? ChangeKind.FIX_LARGER : ChangeKind.FIX,
          fix.line(),
          fix.fix() + " (" + fix.where() + "): " + fix.why());
    }
    hidesNothing();
    unseen.clear();
    if (recognition.changesWhatBuilds()) {
      whereBuilt.forEach(reason -> reason.get().ifPresent(floors::add));
    }
    if (fileClass == FileClass.F5 && !recognition.bringsCode()) {
      fileClass = FileClass.F5_KNOWN_FIX;
    }
  }

  public void onlyComments() {
    fileClass = FileClass.F0;
  }

  public String path() {
    return path;
  }

  public FileClass fileClass() {
    return fileClass;
  }

  public List<Difference> differences() {
    return differences;
  }

  public List<HardRuleHit> hits() {
    return List.copyOf(hits);
  }

  public Set<String> floors() {
    return floors;
  }

  public Set<String> unseenValues() {
    return unseen;
  }

  public boolean isEmpty() {
    return differences.isEmpty() && hits.isEmpty() && floors.isEmpty();
  }
}
