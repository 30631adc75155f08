import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { detailRows } from './figures';
import type { DetailSources } from './figures';
import { Details } from './details';

export interface PlaneDetailsProps {
  sources: DetailSources;
  trans: TranslationBundle;
}

/** All figures of a plane, and how each is known. */
export function PlaneDetails({ sources, trans }: PlaneDetailsProps): JSX.Element {
  return <Details rows={detailRows(sources, trans)} trans={trans} />;
}
