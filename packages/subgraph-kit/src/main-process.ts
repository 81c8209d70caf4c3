import { ConfigurationError, type Environment } from './config.ts';
import { createLogger, describeDefect, type Logger } from './logger.ts';
import { startTracing } from './tracing.ts';

/** Something that serves until it is stopped. */
export interface Running {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/**
 * The life of a process: start, say so, serve, and on SIGTERM or SIGINT finish what is in flight and
 * end. What the operator must put right is said in plain words; anything else is a defect.
 */
export async function runProcess(
  name: string,
  environment: Environment,
  start: (logger: Logger) => Promise<Running>,
): Promise<void> {
  const logger = createLogger(name, environment['LOG_LEVEL'] ?? 'info');
  process.on('unhandledRejection', (defect) => {
    logger.error(describeDefect(defect), 'unhandled');
  });
  try {
    const stopTracing = await startTracing(name, environment);
    const running = await start(logger);
    logger.info({ port: running.port }, 'ready');
    const stop = (why: string) => {
      logger.info({ why }, 'stopping');
      void running
        .stop()
        .finally(stopTracing)
        .finally(() => process.exit(0));
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    process.once('disconnect', () => stop('the parent process has ended'));
  } catch (error) {
    if (error instanceof ConfigurationError)
      console.error(`${name} cannot start. ${error.message}`);
    else logger.fatal(describeDefect(error), 'cannot start');
    process.exitCode = 1;
    process.exit();
  }
}
