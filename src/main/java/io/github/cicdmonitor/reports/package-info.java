/**
 * What test runners, linters, compilers and package managers report about their own run, read from
 * the lines of a log: tool, counts, failed names, file and line. Pure; uses no other package.
 *
 * <p>A tool is one {@link io.github.cicdmonitor.reports.Format}: a row of
 * {@link io.github.cicdmonitor.reports.LineForm}s, each the form of one line. The formats are data:
 * {@link io.github.cicdmonitor.reports.FormatFile} says how they are written,
 * {@link io.github.cicdmonitor.reports.Formats} lists the files in order of priority. A shape names literals that its lines hold, so that a line without any of them costs one
 * walk through a tree of literals; patterns are RE2 and compiled when first used.
 *
 * <p><b>Groups that a pattern may name</b>: {@code name}, {@code file}, {@code line}, {@code msg} of
 * an item ({@code name2} and so on in another branch of the pattern); {@code failed}, {@code failed2},
 * {@code passed}, {@code total} of a summary, or {@code counts} around pairs such as "3 failed, 2
 * passed" and {@code named} around pairs such as "Failures: 1, Errors: 0".
 */
@NullMarked
package io.github.cicdmonitor.reports;

import org.jspecify.annotations.NullMarked;
