package io.github.cicdmonitor.fixes;

import java.time.LocalDate;

/**
 * What a {@code -latest} label means.
 *
 * @param name such as {@code ubuntu-latest}
 * @param current the label of the image it means now
 * @param previous the label of the image it meant before
 * @param since the day from which every job gets {@code current}
 */
public record LatestLabel(String name, String current, String previous, LocalDate since) {}
