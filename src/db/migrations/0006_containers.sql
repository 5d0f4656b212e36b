CREATE TABLE `container_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`namespace` text NOT NULL,
	`jid` text,
	`trigger` text NOT NULL,
	`schedule_id` text,
	`container_name` text NOT NULL,
	`image` text NOT NULL,
	`session_id` text,
	`status` text NOT NULL,
	`exit_code` integer,
	`output_count` integer DEFAULT 0 NOT NULL,
	`error` text,
	`log_path` text,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	CONSTRAINT "container_runs_status" CHECK("container_runs"."status" in ('running', 'success', 'error', 'timeout', 'cancelled'))
);
--> statement-breakpoint
CREATE INDEX `container_runs_by_time` ON `container_runs` ("started_at" desc,"id" desc);--> statement-breakpoint
CREATE INDEX `container_runs_by_namespace` ON `container_runs` (`namespace`,"started_at" desc,"id" desc);--> statement-breakpoint
CREATE INDEX `container_runs_running` ON `container_runs` (`id`) WHERE "container_runs"."status" = 'running';--> statement-breakpoint
CREATE TABLE `namespace_chats` (
	`jid` text PRIMARY KEY NOT NULL,
	`namespace` text NOT NULL,
	`position` integer NOT NULL,
	FOREIGN KEY (`namespace`) REFERENCES `namespaces`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `namespace_chats_by_namespace` ON `namespace_chats` (`namespace`,`position`);--> statement-breakpoint
CREATE TABLE `namespaces` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`folded` text NOT NULL,
	`description` text NOT NULL,
	`trigger` text,
	`requires_trigger` integer NOT NULL,
	`is_main` integer NOT NULL,
	`container_config` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `namespaces_name_unique` ON `namespaces` (`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `namespaces_folded_unique` ON `namespaces` (`folded`);--> statement-breakpoint
CREATE UNIQUE INDEX `namespaces_main` ON `namespaces` (`is_main`) WHERE "namespaces"."is_main" = 1;--> statement-breakpoint
CREATE TABLE `proxy_mappings` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`upstream_url` text NOT NULL,
	`credential_type` text NOT NULL,
	`header_name` text,
	`sealed` text NOT NULL,
	`placeholder` text NOT NULL,
	`created_at` integer NOT NULL,
	`request_count` integer DEFAULT 0 NOT NULL,
	`last_used_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `proxy_mappings_name_unique` ON `proxy_mappings` (`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `proxy_mappings_placeholder_unique` ON `proxy_mappings` (`placeholder`);--> statement-breakpoint
CREATE TABLE `queue_groups` (
	`key` text PRIMARY KEY NOT NULL,
	`namespace` text NOT NULL,
	`retry_count` integer NOT NULL,
	`next_retry_at` integer,
	`last_activity_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `traffic_hours` (
	`key` text PRIMARY KEY NOT NULL,
	`hour` integer NOT NULL,
	`channel` text NOT NULL,
	`received` integer NOT NULL,
	`sent` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `traffic_hours_by_hour` ON `traffic_hours` (`hour`);--> statement-breakpoint
CREATE TABLE `schedule_slots` (
	`id` text PRIMARY KEY NOT NULL,
	`schedule_id` text NOT NULL,
	`namespace` text NOT NULL,
	`due_at` integer NOT NULL,
	`state` text NOT NULL,
	`fence` integer NOT NULL,
	`owner` text NOT NULL,
	`lease_until` integer NOT NULL,
	`turn_id` text,
	`outcome` text,
	`result` text,
	`error` text,
	`container_name` text,
	`exit_code` integer,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`schedule_id`) REFERENCES `schedules`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "schedule_slots_state" CHECK("schedule_slots"."state" in ('waiting', 'running', 'ended'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `schedule_slots_once` ON `schedule_slots` (`schedule_id`,`due_at`);--> statement-breakpoint
CREATE INDEX `schedule_slots_open` ON `schedule_slots` (`schedule_id`,`due_at`) WHERE "schedule_slots"."state" <> 'ended';--> statement-breakpoint
CREATE INDEX `schedule_slots_by_turn` ON `schedule_slots` (`turn_id`) WHERE "schedule_slots"."turn_id" is not null;--> statement-breakpoint
CREATE TABLE `schedules` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`namespace` text NOT NULL,
	`jid` text,
	`prompt` text NOT NULL,
	`type` text NOT NULL,
	`value` text NOT NULL,
	`timezone` text NOT NULL,
	`image` text,
	`timeout_secs` integer NOT NULL,
	`context_mode` text NOT NULL,
	`misfire` text NOT NULL,
	`misfire_limit` integer NOT NULL,
	`state` text NOT NULL,
	`anchor_at` integer NOT NULL,
	`next_run_at` integer,
	`last_run_at` integer,
	`last_status` text,
	`last_result` text,
	`run_count` integer DEFAULT 0 NOT NULL,
	`failures` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "schedules_state" CHECK("schedules"."state" in ('active', 'paused', 'completed'))
);
--> statement-breakpoint
CREATE INDEX `schedules_due` ON `schedules` (`next_run_at`) WHERE "schedules"."state" = 'active';--> statement-breakpoint
CREATE INDEX `schedules_by_time` ON `schedules` ("created_at" desc,"id" desc);--> statement-breakpoint
CREATE INDEX `schedules_by_namespace` ON `schedules` (`namespace`);--> statement-breakpoint
ALTER TABLE `turns` ADD `namespace` text;--> statement-breakpoint
ALTER TABLE `turns` ADD `is_task` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `audit_log_by_group` ON `audit_log` (("details" ->> '$.group'),`seq`) WHERE "audit_log"."details" ->> '$.group' is not null;--> statement-breakpoint
CREATE INDEX `audit_log_by_severity` ON `audit_log` (("details" ->> '$.severity'),`seq`) WHERE "audit_log"."details" ->> '$.severity' is not null;--> statement-breakpoint
ALTER TABLE `chats` DROP COLUMN `namespace`;