import { h } from 'vue';

/** What is done with a log, and to be rid of it. */
export interface LogTaken {
  /** @param blob - a Blob, or a File */
  readonly judge: (name: string, blob: object) => void;
  readonly clear: () => void;
}

/** Characters that a text field shows without a wait; a longer text is judged and not shown. */
const MOST_SHOWN = 200_000;
const PASTED = 'pasted.log';

/** Where a log is pasted, dropped or chosen. */
export function ownLogForm({ judge, clear }: LogTaken) {
  const ofText = (text: string) => judge(PASTED, new Blob([text]));
  const ofFiles = (files: unknown) => {
    const [file] = Array.from(Object(files));
    if (file !== undefined) judge(Object(file).name, Object(file));
  };
  const onSubmit = (event: unknown) => {
    Object(event).preventDefault();
    ofText(Object(event).target.elements.log.value);
  };
  const onPaste = (event: unknown) => {
    const text: string = Object(event).clipboardData.getData('text');
    if (text.length > MOST_SHOWN) Object(event).preventDefault();
    ofText(text);
  };
  const onDragover = (event: unknown) => Object(event).preventDefault();
  const onDrop = (event: unknown) => {
    Object(event).preventDefault();
    ofFiles(Object(event).dataTransfer.files);
  };
  const onChange = (event: unknown) => ofFiles(Object(event).target.files);
  return h('form', { onSubmit, onDragover, onDrop }, [
    h('label', { for: 'own-log' }, 'Where does a log of yours lie? Paste what your port prints, or drop a file here'),
    h('textarea', { id: 'own-log', name: 'log', rows: 3, spellcheck: false, autocomplete: 'off', onPaste }),
    h('p', { class: 'actions' }, [
      h('button', { type: 'submit' }, 'Draw the log'),
      h('button', { type: 'reset', onClick: clear }, 'Take it away'),
      h('label', { for: 'own-log-file' }, 'or a file'),
      h('input', { id: 'own-log-file', type: 'file', onChange }),
    ]),
  ]);
}
