/**
 * What all services share: waiting within a budget, what a status means.
 */
@NullMarked
package io.github.cicdmonitor.remote;

import org.jspecify.annotations.NullMarked;
