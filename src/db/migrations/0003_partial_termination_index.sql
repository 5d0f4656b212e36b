DROP INDEX `sessions_by_termination`;--> statement-breakpoint
CREATE INDEX `sessions_by_termination` ON `sessions` (`terminated_at`) WHERE "sessions"."terminated_at" is not null;