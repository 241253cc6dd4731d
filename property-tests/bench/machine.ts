/** Where the figures are taken: the machine, and an environment without anything of whoever runs this. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** The command as users get it. */
export const ISSUE = join(ROOT, 'dist', 'cli', 'issue.cjs');

/** The engine as programs get it. */
export async function builtEngine(): Promise<typeof import('#engine')> {
  return (await import(join(ROOT, 'dist', 'engine', 'index.js'))) as typeof import('#engine');
}

/** A directory of this run and what its programs see; removed by `remove`. */
export class Bench {
  readonly directory = mkdtempSync(join(tmpdir(), 'issue-facade-bench-'));
  readonly env: NodeJS.ProcessEnv;
  readonly quick: boolean;

  constructor(quick: boolean) {
    this.quick = quick;
    const home = join(this.directory, 'home');
    mkdirSync(home);
    this.env = {
      PATH: process.env['PATH'],
      HOME: home,
      USERPROFILE: home,
      XDG_STATE_HOME: join(home, 'state'),
      XDG_CONFIG_HOME: join(home, 'config'),
      ISSUE_AGENT_ID: 'bench',
      NO_COLOR: '1',
      TZ: 'UTC',
    };
  }

  /** A fresh project with a replica. */
  project(name: string): string {
    const project = join(this.directory, name);
    mkdirSync(project);
    this.issue(project, ['init']);
    return project;
  }

  /** Runs one command and answers with what it printed. @throws when it fails */
  issue(project: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
    return execFileSync(process.execPath, [ISSUE, ...args], {
      cwd: project,
      env: { ...this.env, ...env },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Highest resident memory of one command, bytes, polled from /proc; null where there is none. */
  async peakBytes(project: string, args: readonly string[]): Promise<number | null> {
    const options = { cwd: project, env: this.env, stdio: 'ignore' } as const;
    const child = spawn(process.execPath, [ISSUE, ...args], options);
    let peak = 0;
    const look = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024);
      } catch {
        // It has ended, or this system has no /proc.
      }
    }, 1);
    const code = await new Promise((resolve) => child.once('close', resolve));
    clearInterval(look);
    if (code !== 0) throw new Error(`issue ${args.join(' ')} exited with ${String(code)}`);
    return peak === 0 ? null : peak;
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
  readonly platform: string;
  readonly date: string;
  readonly loadBefore: number;
}

export function describeMachine(): Machine {
  const all = cpus();
  return {
    cpu: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    date: new Date().toISOString().slice(0, 10),
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}
