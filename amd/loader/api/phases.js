/**
 * Phases: what an application does between its start and its end, one after the
 * other, and the tasks that plugins and the application have for each. The form
 * is that of FreeIPA's phases.
 */
define(["./internal/phases/set"], function (newPhases) {
  return newPhases();
});
