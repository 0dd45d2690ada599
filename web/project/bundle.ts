// SPDX-License-Identifier: Apache-2.0
// A project as one file to take away: a zip of its record and its files, each with its checksum.
import { makeZip } from 'client-zip';
import { fail } from '../border/failure';
import { blobOf } from '../border/whole';
import { readZip } from '../zip/zip';
import { sumOf } from './disk';
import { Project } from './projects';
import { fields, list, text } from './shape';
import type { Store } from './store';
import { bundleErrors } from '../words/en/bundle_errors';
import { saying } from '../words/said';

const say = saying('bundleErrors', bundleErrors);

const RECORD = 'project.json';
const FORMAT = 'tabtune project 1';

interface Bundle {
  format: string;
  name: string;
  content: unknown;
  files: { role: string; path: string; sum: string; about: unknown }[];
}

export async function exportProject(project: Project): Promise<Blob> {
  const bundle: Bundle = { format: FORMAT, name: project.name, content: project.content, files: [] };
  const entries: { name: string; input: Blob | string }[] = [];
  for (const [i, role] of project.roles().entries()) {
    const kept = await project.read(role);
    if (!kept) continue; // damaged: the rest is worth having
    const path = `files/${i}`;
    bundle.files.push({ role, path, sum: await sumOf(kept.bytes), about: kept.about ?? null });
    entries.push({ name: path, input: kept.bytes });
  }
  entries.unshift({ name: RECORD, input: JSON.stringify(bundle) });
  return blobOf(makeZip(entries));
}

/** What the page keeps, by its shape. */
interface Sound {
  content: (content: unknown) => boolean;
  about: (about: unknown) => boolean;
}

const file = fields({ role: text, path: text, sum: text });

function bundleOf(record: string, name: string, sound: Sound): Bundle {
  const no = () => fail('E_FORMAT', say.noProject(name), 0);
  try {
    const { format, name: title, content, files } = JSON.parse(record) as Partial<Bundle>;
    if (format !== FORMAT || typeof title !== 'string' || !list(file)(files) || !sound.content(content)) return no();
    if (!files!.every(({ about }) => sound.about(about))) return no();
    return { format, name: title, content, files: files! };
  } catch {
    return no();
  }
}

/** Becomes a project of its own, and returns it; null: nothing may be kept. A file that is damaged leaves nothing. */
export async function importProject(store: Store, file: File, sound: Sound): Promise<Project | null> {
  const entries = new Map((await readZip(file)).map((entry) => [entry.path, entry]));
  const fileAt = async (path: string): Promise<Blob | null> => {
    const entry = await entries.get(path)?.open();
    return entry ? blobOf(entry.bytes()) : null;
  };
  const bundle = bundleOf((await (await fileAt(RECORD))?.text()) ?? '', file.name, sound);
  const project = await Project.create(store, bundle.name);
  if (!project) return null;
  try {
    for (const { role, path, sum, about } of bundle.files) {
      const bytes = await fileAt(path);
      if (!bytes || (await sumOf(bytes)) !== sum) fail('E_FORMAT', say.damaged(file.name, path));
      await project.put({ [role]: bytes }, { about: { [role]: about } });
    }
    await project.set({ content: bundle.content });
  } catch (error) {
    await project.forget();
    throw error;
  }
  return project;
}
