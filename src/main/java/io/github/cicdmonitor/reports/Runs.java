package io.github.cicdmonitor.reports;

import java.util.ArrayList;
import java.util.List;

/** The runs of one tool: a run ends where the same kind of summary comes again. */
final class Runs {
  private final Format format;
  private final List<Run> done = new ArrayList<>();
  private Run run;

  /** After the counts: the rest of this run or the beginning of the next one. */
  private Run tail;

  private String file = "";

  Runs(Format format) {
    this.format = format;
    run = new Run(format);
    tail = new Run(format);
  }

  void add(int number, Formats.Match match, String header) {
    if (match.role() == Shape.Role.FILE || match.role() == Shape.Role.FALLBACK) {
      file = match.groups().text("file").orElse(file);
    }
    if (match.role() == Shape.Role.SUMMARY) {
      if (run.hasSummary(match.shape())) {
        done.add(run);
        run = tail;
        tail = new Run(format);
      } else {
        run.take(tail);
        tail = new Run(format);
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
    tail = new Run(format);
    done.add(run);
    return done.stream().flatMap(each -> each.report().stream()).toList();
  }
}
