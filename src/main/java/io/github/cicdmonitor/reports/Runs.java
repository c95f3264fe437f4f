package io.github.cicdmonitor.reports;

import java.util.ArrayList;
import java.util.List;

/** The runs of one tool: a run ends where the same kind of summary comes again. */
final class Runs {
  private final Format format;
  private final List<ToolRun> done = new ArrayList<>();
  private ToolRun run;

  /** After the counts: the rest of this run or the beginning of the next one. */
  private ToolRun tail;

  private String file = "";

  Runs(Format format) {
    this.format = format;
    run = new ToolRun(format);
    tail = new ToolRun(format);
  }

  void add(int number, Formats.Match match, String header) {
    if (match.role() == LineForm.Role.FILE || match.role() == LineForm.Role.FALLBACK) {
      file = match.groups().text("file").orElse(file);
    }
    if (match.role() == LineForm.Role.SUMMARY) {
      if (run.hasSummary(match.shape())) {
        done.add(run);
        run = tail;
        tail = new ToolRun(format);
      } else {
        run.take(tail);
        tail = new ToolRun(format);
      }
      run.add(number, match, "");
      return;
    }
    boolean ended = run.hasSummary() && !format.summaryFirst();
    (ended ? tail : run).add(number, match, format.headed() && file.isEmpty() ? header : file);
  }

  /** Those that failed. */
  List<Report> reports() {
    run.take(tail);
    tail = new ToolRun(format);
    done.add(run);
    return done.stream().flatMap(each -> each.report().stream()).toList();
  }
}
