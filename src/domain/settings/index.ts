/**
 * Owns the way into the settings area. The rules are in settings.ts, the port it needs in configuration.ts.
 */
export type {
  Changes,
  Configuration,
  Manner,
  Resolution,
  SettingKey,
  SettingProblem,
  SettingValue,
} from './configuration.ts';
export { describeProblem } from './configuration.ts';
export { REDACTED } from './mask.ts';
export { type Reload, Settings, type SettingsPatch, type SettingsUpdate } from './settings.ts';
