INSERT INTO `row_counts` (`name`, `n`) VALUES ('messages', 0);
--> statement-breakpoint
CREATE TRIGGER `sessions_counted_on_insert` AFTER INSERT ON `sessions` BEGIN
	INSERT INTO `session_counts` (`status`, `channel`, `n`) VALUES (new.`status`, new.`channel`, 1), (new.`status`, '', 1)
		ON CONFLICT (`status`, `channel`) DO UPDATE SET `n` = `n` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `sessions_counted_on_update` AFTER UPDATE OF `status`, `channel` ON `sessions`
WHEN old.`status` <> new.`status` OR old.`channel` <> new.`channel` BEGIN
	UPDATE `session_counts` SET `n` = `n` - 1 WHERE `status` = old.`status` AND `channel` IN (old.`channel`, '');
	INSERT INTO `session_counts` (`status`, `channel`, `n`) VALUES (new.`status`, new.`channel`, 1), (new.`status`, '', 1)
		ON CONFLICT (`status`, `channel`) DO UPDATE SET `n` = `n` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `sessions_counted_on_delete` AFTER DELETE ON `sessions` BEGIN
	UPDATE `session_counts` SET `n` = `n` - 1 WHERE `status` = old.`status` AND `channel` IN (old.`channel`, '');
END;
--> statement-breakpoint
CREATE TRIGGER `messages_counted_on_insert` AFTER INSERT ON `messages` BEGIN
	UPDATE `row_counts` SET `n` = `n` + 1 WHERE `name` = 'messages';
END;
--> statement-breakpoint
CREATE TRIGGER `messages_counted_on_delete` AFTER DELETE ON `messages` BEGIN
	UPDATE `row_counts` SET `n` = `n` - 1 WHERE `name` = 'messages';
END;
