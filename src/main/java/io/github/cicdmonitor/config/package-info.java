/**
 * What the user set: the config file, the environment, the secrets. {@code ConfigLoader} reads them
 * once, refuses them whole with every mistake named, and hands on values. Nothing here asks a
 * service, opens the state or knows a command. The checks are ours, key by key: a schema validator
 * would take longer to start than the rest of the program, and its words are not a user's.
 */
@NullMarked
package io.github.cicdmonitor.config;

import org.jspecify.annotations.NullMarked;
