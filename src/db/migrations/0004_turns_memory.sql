CREATE TABLE `a2a_tasks` (
	`id` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`task` text NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `a2a_tasks_by_session` ON `a2a_tasks` (`session_id`);--> statement-breakpoint
CREATE TABLE `checkpoint_blobs` (
	`session_id` text NOT NULL,
	`hash` text NOT NULL,
	`content` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`session_id`, `hash`),
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `persistent_memory` (
	`id` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`kind` text NOT NULL,
	`content` text NOT NULL,
	`through_seq` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "persistent_memory_kind" CHECK("persistent_memory"."kind" in ('summary', 'fact'))
);
--> statement-breakpoint
CREATE INDEX `persistent_memory_by_session` ON `persistent_memory` (`session_id`,`through_seq`);--> statement-breakpoint
CREATE TABLE `plugin_kv` (
	`plugin` text NOT NULL,
	`key` text NOT NULL,
	`value` text NOT NULL,
	`bytes` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`plugin`, `key`)
);
--> statement-breakpoint
CREATE TABLE `model_calls` (
	`id` text PRIMARY KEY NOT NULL,
	`turn_id` text NOT NULL,
	`step` integer NOT NULL,
	`provider` text NOT NULL,
	`model` text NOT NULL,
	`input_tokens` integer NOT NULL,
	`output_tokens` integer NOT NULL,
	`cost_micros` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`turn_id`) REFERENCES `turns`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `model_calls_by_turn` ON `model_calls` (`turn_id`);--> statement-breakpoint
CREATE TABLE `tool_calls` (
	`id` text PRIMARY KEY NOT NULL,
	`turn_id` text NOT NULL,
	`step` integer NOT NULL,
	`position` integer NOT NULL,
	`name` text NOT NULL,
	`input` text NOT NULL,
	`state` text NOT NULL,
	`output` text,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`turn_id`) REFERENCES `turns`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "tool_calls_state" CHECK("tool_calls"."state" in ('started', 'done', 'failed'))
);
--> statement-breakpoint
CREATE INDEX `tool_calls_by_turn` ON `tool_calls` (`turn_id`,`step`,`position`);--> statement-breakpoint
CREATE TABLE `turns` (
	`id` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`state` text NOT NULL,
	`input_seq` integer NOT NULL,
	`steps` integer DEFAULT 0 NOT NULL,
	`resumes` integer DEFAULT 0 NOT NULL,
	`error` text,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "turns_state" CHECK("turns"."state" in ('running', 'done', 'failed', 'cancelled'))
);
--> statement-breakpoint
CREATE INDEX `turns_by_session` ON `turns` (`session_id`);--> statement-breakpoint
CREATE INDEX `turns_running` ON `turns` (`created_at`,`id`) WHERE "turns"."state" = 'running';--> statement-breakpoint
ALTER TABLE `messages` ADD `content_hash` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `cost_micros` integer DEFAULT 0 NOT NULL;