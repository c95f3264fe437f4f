package io.github.cicdmonitor.reports;

import java.util.List;

/**
 * How one tool reports: its shapes, the surer ones first.
 *
 * @param summaryFirst whether the list of items stands after the line with the counts
 * @param headed whether items stand below a line that holds nothing but the path of their file
 */
record Format(
    String tool, Report.Kind kind, boolean summaryFirst, boolean headed, List<LineForm> shapes) {
  Format {
    shapes = List.copyOf(shapes);
  }
}
