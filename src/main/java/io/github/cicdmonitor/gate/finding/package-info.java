/**
 * What the readers of the gate share: kinds of change and their prices, what they found and where,
 * and the lists of words. It knows no other package of the gate.
 */
@NullMarked
package io.github.cicdmonitor.gate.finding;

import org.jspecify.annotations.NullMarked;
