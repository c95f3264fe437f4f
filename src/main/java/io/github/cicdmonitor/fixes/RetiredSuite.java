package io.github.cicdmonitor.fixes;

import java.time.LocalDate;

/**
 * A Debian or Ubuntu release that the regular mirrors no longer carry.
 *
 * @param codename such as {@code buster}
 * @param distribution {@code debian} or {@code ubuntu}
 * @param version such as {@code 10} or {@code 20.10}
 * @param archive the host that still has its packages; they get no security updates
 * @param since the day from which it may be missing from the mirrors
 */
public record RetiredSuite(
    String codename, String distribution, String version, String archive, LocalDate since) {}
