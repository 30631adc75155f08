import { LabIcon } from '@jupyterlab/ui-components';

import headroomSvg from '../../../style/icons/headroom.svg';

/** A filled area under a line: memory under its limit. */
export const headroomIcon = new LabIcon({
  name: 'jupyterlab-headroom:headroom',
  svgstr: headroomSvg
});
