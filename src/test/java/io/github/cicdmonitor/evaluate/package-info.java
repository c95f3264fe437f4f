/**
 * {@code scripts/evaluate}: models, and the rules beside them, on a folder of labelled logs and of
 * fixes that people made. Not part of the program: it stands with the tests, whose build it uses.
 *
 * <p>{@code Corpus} reads the folder, a {@code Subject} answers, {@code Recordings} keep a model's
 * answers so that they can be scored again offline, {@code FixEffect} compares what a fix means,
 * {@code Score} counts, and the three {@code Score…} classes write it down.
 */
@NullMarked
package io.github.cicdmonitor.evaluate;

import org.jspecify.annotations.NullMarked;
