/**
 * What the user set: the config file, the environment, the secrets. Read once, refused whole with every mistake named, then passed on as values.
 */
@NullMarked
package io.github.cicdmonitor.config;

import org.jspecify.annotations.NullMarked;
