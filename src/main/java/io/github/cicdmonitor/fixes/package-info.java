/**
 * The catalogue of fixes that can be proven: one class per kind, named for it. Pure: the lines of a
 * log and the files of a repository go in, edits come out; a file before and after goes in, and which
 * of its differences are a known fix comes out. Both directions rest on the same knowledge, so what a
 * kind proposes it also recognises when a model or a person proposes it.
 *
 * <p>Why two directions: the safety gate lets a change out by itself only when <em>every</em>
 * difference is claimed here under narrow conditions (every occurrence moved, the target exists, the
 * value stands in a named file of the repository, in the facts, or at GitHub, and nothing else
 * changed). A list of bad things would always be too short. What a log or a model says is never
 * evidence for a value.
 *
 * <p>{@link io.github.cicdmonitor.fixes.Catalogue} lists the kinds; {@link
 * io.github.cicdmonitor.fixes.WorkflowDiff} finds every difference, comments included; {@link
 * io.github.cicdmonitor.fixes.Claims} keeps who claims what; {@link
 * io.github.cicdmonitor.fixes.Facts} are the dated facts, which only advise once they are older than
 * half a year. Not here: risk, hard rules, who may approve (package {@code gate}).
 */
@NullMarked
package io.github.cicdmonitor.fixes;

import org.jspecify.annotations.NullMarked;
